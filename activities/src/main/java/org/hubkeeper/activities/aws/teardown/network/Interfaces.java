package org.hubkeeper.activities.aws.teardown.network;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Holder;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;

/**
 * Network interfaces. What a service manages goes with what it was made for and is only waited for;
 * one that nothing uses is left over, mostly by the VPC CNI of an instance that ended too soon.
 */
public final class Interfaces extends Ec2Kind {

  /** What EC2 answers while another principal still has the interface. */
  private static final Set<String> PASSING =
      Set.of(
          "AuthFailure",
          "OperationNotPermitted",
          "InvalidParameterValue",
          "InvalidNetworkInterface.InUse");

  public Interfaces() {
    super("network-interface", "network-interface-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page = page(ground, filters, token);
    return Slice.of(page.networkInterfaces(), one -> sight(ground, one), page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteNetworkInterface(request -> request.networkInterfaceId(sight.id()));
  }

  /** What has an owner goes with it; no one else may take it away. */
  @Override
  public boolean waits(Sight sight) {
    return !sight.parent().isEmpty();
  }

  @Override
  public boolean passes(String code) {
    return PASSING.contains(code) || super.passes(code);
  }

  @Override
  public Optional<Holder> holder(Ground ground, Sight sight) {
    return holder(ground, filter("network-interface-id", List.of(sight.id())));
  }

  /** The first of the interfaces that pass a filter, as what stands in somebody's way. */
  static Optional<Holder> holder(Ground ground, Filter filter) {
    return first(ground, List.of(filter), one -> true);
  }

  /** The first interface of a network that has a public address. */
  static Optional<Holder> published(Ground ground, String vpc) {
    return first(
        ground,
        List.of(filter("vpc-id", List.of(vpc))),
        one -> one.association() != null && one.association().publicIp() != null);
  }

  private static Optional<Holder> first(
      Ground ground, List<Filter> filters, Predicate<NetworkInterface> wanted) {
    List<NetworkInterface> found =
        page(ground, filters, "").networkInterfaces().stream().filter(wanted).toList();
    return found.stream()
        // One that nobody takes away by himself is what people have to know of.
        .min(Comparator.comparing(one -> owner(ground, one).id().isEmpty() ? 0 : 1))
        .map(one -> holder(ground, one, found.size() - 1));
  }

  private static Holder holder(Ground ground, NetworkInterface one, int others) {
    String owner = owner(ground, one).words();
    String made = owner.isEmpty() ? described(one) : ", made by " + owner;
    String more = others == 0 ? "" : ", and %d more".formatted(others);
    String remedy =
        one.status() == NetworkInterfaceStatus.AVAILABLE
            ? "nothing uses it: it can be deleted"
            : "nothing to do while its maker is being removed: it goes minutes after that";
    return new Holder(one.networkInterfaceId() + made + more, Instant.EPOCH, remedy);
  }

  private static String described(NetworkInterface one) {
    return one.description() == null || one.description().isEmpty()
        ? ""
        : " (%s)".formatted(one.description());
  }

  private static Sight sight(Ground ground, NetworkInterface one) {
    InterfaceOwner owner = owner(ground, one);
    boolean used = one.status() != NetworkInterfaceStatus.AVAILABLE;
    return Sight.of("network-interface", one.networkInterfaceId(), tags(one.tagSet()))
        .named(
            Objects.requireNonNullElse(one.description(), "").isEmpty()
                ? one.networkInterfaceId()
                : one.description())
        .in(one.vpcId())
        .on(List.of(one.subnetId()))
        .on(groups(one.groups()))
        .partOf(used ? owner.id() : "", owner.words())
        .state(one.statusAsString(), one.status() == NetworkInterfaceStatus.DETACHING);
  }

  private static InterfaceOwner owner(Ground ground, NetworkInterface one) {
    return InterfaceOwner.of(one, ground);
  }

  private static DescribeNetworkInterfacesResponse page(
      Ground ground, List<Filter> filters, String token) {
    return ec2(ground)
        .describeNetworkInterfaces(
            request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
  }
}
