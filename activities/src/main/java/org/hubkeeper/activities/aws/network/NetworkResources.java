package org.hubkeeper.activities.aws.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hubkeeper.activities.aws.network.Template.Json;
import org.hubkeeper.workflows.model.ClusterDefinition.Nat;
import org.hubkeeper.workflows.model.ClusterDefinition.Network;

/**
 * A VPC with a public and a private subnet in each zone. Public subnets reach the internet by a
 * gateway of the VPC, private ones by NAT gateways in the public subnets, or not at all.
 */
final class NetworkResources {

  static final String CONTROL_PLANE_GROUP = "ControlPlaneSecurityGroup";

  private static final String GATEWAY = "InternetGateway";
  private static final String ATTACHMENT = "VPCGatewayAttachment";
  private static final String PUBLIC_TABLE = "PublicRouteTable";
  private static final String ANYWHERE = "0.0.0.0/0";

  private final Network network;
  private final Map<String, Object> all = new LinkedHashMap<>();

  NetworkResources(Network network) {
    this.network = network;
    vpc();
    subnets();
    nat();
  }

  Map<String, Object> all() {
    return all;
  }

  List<String> publicIds() {
    return network.zones().stream().map(zone -> "SubnetPublic" + id(zone)).toList();
  }

  List<String> privateIds() {
    return network.zones().stream().map(zone -> "SubnetPrivate" + id(zone)).toList();
  }

  private void vpc() {
    add(
        "VPC",
        "AWS::EC2::VPC",
        "CidrBlock",
        network.cidr(),
        "EnableDnsHostnames",
        true,
        "EnableDnsSupport",
        true,
        "Tags",
        named("VPC"));
    add(GATEWAY, "AWS::EC2::InternetGateway", "Tags", named(GATEWAY));
    add(
        ATTACHMENT,
        "AWS::EC2::VPCGatewayAttachment",
        "InternetGatewayId",
        Json.ref(GATEWAY),
        "VpcId",
        Json.ref("VPC"));
    add(
        CONTROL_PLANE_GROUP,
        "AWS::EC2::SecurityGroup",
        "GroupDescription",
        "Communication between the control plane and worker nodegroups",
        "VpcId",
        Json.ref("VPC"),
        "Tags",
        named(CONTROL_PLANE_GROUP));
    table(PUBLIC_TABLE);
    add(
        "PublicSubnetRoute",
        "AWS::EC2::Route",
        "DestinationCidrBlock",
        ANYWHERE,
        "GatewayId",
        Json.ref(GATEWAY),
        "RouteTableId",
        Json.ref(PUBLIC_TABLE));
    after("PublicSubnetRoute", ATTACHMENT);
  }

  /** The first parts of the block are the public subnets, the next the private ones. */
  private void subnets() {
    int zones = network.zones().size();
    List<Cidr> parts = Cidr.parse(network.cidr()).split(2 * zones);
    for (int i = 0; i < zones; i++) {
      String zone = network.zones().get(i);
      String table = "PrivateRouteTable" + id(zone);
      table(table);
      subnet("Public", zone, parts.get(i), "kubernetes.io/role/elb", PUBLIC_TABLE);
      subnet("Private", zone, parts.get(zones + i), "kubernetes.io/role/internal-elb", table);
    }
  }

  private void subnet(String kind, String zone, Cidr block, String role, String table) {
    String subnet = "Subnet" + kind + id(zone);
    add(
        subnet,
        "AWS::EC2::Subnet",
        "AvailabilityZone",
        zone,
        "CidrBlock",
        block.toString(),
        "MapPublicIpOnLaunch",
        kind.equals("Public"),
        "VpcId",
        Json.ref("VPC"),
        "Tags",
        List.of(tag(role, "1"), named(subnet).get(0)));
    add(
        "RouteTableAssociation" + kind + id(zone),
        "AWS::EC2::SubnetRouteTableAssociation",
        "RouteTableId",
        Json.ref(table),
        "SubnetId",
        Json.ref(subnet));
  }

  private void nat() {
    if (network.nat() == Nat.DISABLE) {
      return;
    }
    boolean single = network.nat() == Nat.SINGLE;
    for (String zone : network.zones()) {
      String suffix = single ? "" : id(zone);
      if (!all.containsKey("NATGateway" + suffix)) {
        gateway(suffix, zone);
      }
      add(
          "NATPrivateSubnetRoute" + id(zone),
          "AWS::EC2::Route",
          "DestinationCidrBlock",
          ANYWHERE,
          "NatGatewayId",
          Json.ref("NATGateway" + suffix),
          "RouteTableId",
          Json.ref("PrivateRouteTable" + id(zone)));
    }
  }

  private void gateway(String suffix, String zone) {
    String address = "NATIP" + suffix;
    add(address, "AWS::EC2::EIP", "Domain", "vpc", "Tags", named(address));
    after(address, ATTACHMENT);
    add(
        "NATGateway" + suffix,
        "AWS::EC2::NatGateway",
        "AllocationId",
        Json.attribute(address, "AllocationId"),
        "SubnetId",
        Json.ref("SubnetPublic" + id(zone)),
        "Tags",
        named("NATGateway" + suffix));
  }

  private void table(String id) {
    add(id, "AWS::EC2::RouteTable", "VpcId", Json.ref("VPC"), "Tags", named(id));
  }

  private void add(String id, String type, Object... properties) {
    all.put(id, Json.resource(type, properties));
  }

  /** Order that CloudFormation can't see in the references. */
  private void after(String id, String other) {
    @SuppressWarnings("unchecked")
    Map<String, Object> resource = (Map<String, Object>) all.get(id);
    resource.put("DependsOn", other);
  }

  private static List<Map<String, Object>> named(String id) {
    return List.of(tag("Name", Json.sub("${AWS::StackName}/" + id)));
  }

  private static Map<String, Object> tag(String key, Object value) {
    return Json.map("Key", key, "Value", value);
  }

  /** As {@code USWEST2A}. */
  private static String id(String zone) {
    return zone.toUpperCase(Locale.ROOT).replace("-", "");
  }
}
