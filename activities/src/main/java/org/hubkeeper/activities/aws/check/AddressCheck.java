package org.hubkeeper.activities.aws.check;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.check.UpgradeCheck.Doubled;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Whether subnets have free addresses: EKS puts up to five new interfaces of the control plane into
 * the cluster's, and a node takes those of a whole interface for its pods as it comes.
 */
final class AddressCheck {

  private static final int OF_CONTROL_PLANE = 5;
  private static final int ZONES = 2;

  /** What is known of the smallest machines that EKS takes, where EC2 says nothing. */
  private static final int LEAST_OF_NODE = 4;

  private final AwsApis apis;
  private final ClusterRef cluster;
  private final Asking asking;

  AddressCheck(AwsApis apis, ClusterRef cluster, Asking asking) {
    this.apis = apis;
    this.cluster = cluster;
    this.asking = asking;
  }

  void check(List<Doubled> doubled) {
    asking.ask("free addresses", "ec2:DescribeSubnets", () -> free(doubled));
  }

  private void free(List<Doubled> doubled) {
    List<String> ofCluster =
        apis.eks(cluster)
            .describeCluster(r -> r.name(cluster.name()))
            .cluster()
            .resourcesVpcConfig()
            .subnetIds();
    Set<String> all = new LinkedHashSet<>(ofCluster);
    doubled.forEach(one -> all.addAll(one.group().subnets()));
    Map<String, Subnet> subnets = subnets(all);
    controlPlane(ofCluster, subnets);
    if (!doubled.isEmpty()) {
      nodes(doubled, subnets);
    }
  }

  private void controlPlane(List<String> ids, Map<String, Subnet> subnets) {
    List<String> gone = ids.stream().filter(id -> !subnets.containsKey(id)).toList();
    if (!gone.isEmpty()) {
      asking.block(
          "SUBNETS",
          "the cluster's subnets %s no longer exist; give it others (aws eks"
              + " update-cluster-config --name %s --resources-vpc-config subnetIds=…)",
          gone,
          cluster);
    }
    Map<String, Integer> byZone = new TreeMap<>();
    ids.stream()
        .filter(subnets::containsKey)
        .map(subnets::get)
        .forEach(
            subnet ->
                byZone.merge(
                    subnet.availabilityZone(), subnet.availableIpAddressCount(), Math::max));
    if (byZone.values().stream().filter(free -> free >= OF_CONTROL_PLANE).count() < ZONES) {
      asking.block(
          "FREE_ADDRESSES",
          "EKS needs subnets in %d zones with %d free addresses each for the control plane; the"
              + " cluster's have at most, by zone, %s; free some or give the cluster other subnets",
          ZONES,
          OF_CONTROL_PLANE,
          byZone);
    }
  }

  private void nodes(List<Doubled> doubled, Map<String, Subnet> subnets) {
    Map<String, Integer> perInterface = perInterface(doubled);
    for (Doubled one : doubled) {
      int free =
          one.group().subnets().stream()
              .filter(subnets::containsKey)
              .mapToInt(id -> subnets.get(id).availableIpAddressCount())
              .sum();
      int each =
          one.group().instanceTypes().stream()
              .mapToInt(type -> perInterface.getOrDefault(type, LEAST_OF_NODE))
              .max()
              .orElse(LEAST_OF_NODE);
      if (free < one.extra() * each) {
        asking.block(
            "FREE_ADDRESSES",
            "node group %s: %d more nodes take %d addresses each, its subnets have %d free in all;"
                + " free some, or give the group subnets with more",
            one.name(),
            one.extra(),
            each,
            free);
      }
    }
  }

  private Map<String, Subnet> subnets(Collection<String> ids) {
    // By a filter: asking by id fails for all when one is gone.
    return apis
        .ec2(cluster)
        .describeSubnetsPaginator(r -> r.filters(named("subnet-id", ids)))
        .subnets()
        .stream()
        .collect(Collectors.toMap(Subnet::subnetId, subnet -> subnet));
  }

  private Map<String, Integer> perInterface(List<Doubled> doubled) {
    Set<String> types =
        doubled.stream()
            .flatMap(one -> one.group().instanceTypes().stream())
            .collect(Collectors.toSet());
    if (types.isEmpty()) {
      return Map.of();
    }
    return apis
        .ec2(cluster)
        .describeInstanceTypesPaginator(r -> r.filters(named("instance-type", types)))
        .instanceTypes()
        .stream()
        .filter(info -> info.networkInfo() != null)
        .filter(info -> info.networkInfo().ipv4AddressesPerInterface() != null)
        .collect(
            Collectors.toMap(
                InstanceTypeInfo::instanceTypeAsString,
                info -> info.networkInfo().ipv4AddressesPerInterface(),
                (one, other) -> one));
  }

  private static Filter named(String name, Collection<String> values) {
    return Filter.builder().name(name).values(values).build();
  }
}
