package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Holder;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Elastic addresses; a NAT gateway holds its own until it has gone. EC2 lists them in one page. */
public final class Addresses extends Ec2Kind {

  private static final Set<String> PASSING = Set.of("AuthFailure", "InvalidIPAddress.InUse");

  public Addresses() {
    super("address", "allocation-id", "");
  }

  @Override
  public boolean inNetworks() {
    return true;
  }

  /** Those with a tag of the cluster, and those on an interface in one of the networks. */
  @Override
  public Slice find(Ground ground, String token) {
    List<Address> all = ec2(ground).describeAddresses().addresses();
    Map<String, String> inside = inside(ground, all);
    return Slice.last(
        all.stream()
            .filter(
                one ->
                    Marks.of(ground.cluster().name(), tags(one.tags())).isPresent()
                        || inside.containsKey(on(one)))
            // An address is in no network; it is where the interface is that has it.
            .map(one -> sight(one).in(inside.getOrDefault(on(one), "")))
            .toList());
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page = ec2(ground).describeAddresses(request -> request.filters(filters));
    return Slice.of(page.addresses(), Addresses::sight, "");
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.releaseAddress(request -> request.allocationId(sight.id()));
  }

  @Override
  public boolean passes(String code) {
    return PASSING.contains(code) || super.passes(code);
  }

  @Override
  public Optional<Holder> holder(Ground ground, Sight sight) {
    return sight.heldBy().isEmpty()
        ? Optional.empty()
        : Interfaces.holder(ground, filter("network-interface-id", sight.heldBy()));
  }

  /** The networks of those interfaces that are in one that counts. */
  private static Map<String, String> inside(Ground ground, List<Address> addresses) {
    List<String> interfaces =
        addresses.stream().map(Address::networkInterfaceId).filter(Objects::nonNull).toList();
    if (ground.vpcs().isEmpty() || interfaces.isEmpty()) {
      return Map.of();
    }
    return new Interfaces()
        .look(ground, interfaces).stream()
            .filter(one -> ground.vpcs().contains(one.vpc()))
            .collect(Collectors.toMap(Sight::id, Sight::vpc));
  }

  private static Sight sight(Address address) {
    String on = on(address);
    return Sight.of("address", address.allocationId(), tags(address.tags()))
        .named(address.publicIp())
        .under(List.of(on))
        .state(on.isEmpty() ? "" : "associated", false)
        .costing(Prices.PUBLIC_ADDRESS);
  }

  private static String on(Address address) {
    return address.networkInterfaceId() == null ? "" : address.networkInterfaceId();
  }
}
