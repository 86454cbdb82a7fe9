package org.hubkeeper.activities.aws.teardown.network;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Holder;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Networks. A region's default one is never touched. */
public final class Vpcs extends Ec2Kind {

  /** What a network can't go before, in the order in which it is best told. */
  private static final List<Kind> INSIDE =
      List.of(
          new Interfaces(),
          new Subnets(),
          new SecurityGroups(),
          new InternetGateways(),
          new Endpoints(),
          new Peerings(),
          new RouteTables(),
          new NetworkAcls(),
          new VpnGateways(),
          new EgressGateways());

  public Vpcs() {
    super("vpc", "vpc-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeVpcs(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(page.vpcs(), Vpcs::sight, page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteVpc(request -> request.vpcId(sight.id()));
  }

  @Override
  public Optional<Holder> holder(Ground ground, Sight sight) {
    Ground here = ground.only(sight.id());
    return INSIDE.stream()
        .flatMap(kind -> kind.find(here, "").sights().stream())
        .filter(one -> one.vpc().equals(sight.id()))
        .findFirst()
        .map(Vpcs::holder);
  }

  private static Holder holder(Sight inside) {
    String made = inside.maker().isEmpty() ? "" : ", made by " + inside.maker();
    return new Holder(inside + made, Instant.EPOCH, "it has to go first");
  }

  private static Sight sight(Vpc vpc) {
    Sight sight =
        Sight.of("vpc", vpc.vpcId(), tags(vpc.tags()))
            .in(vpc.vpcId())
            .on(List.of(vpc.dhcpOptionsId()))
            .state(vpc.stateAsString(), false);
    return Boolean.TRUE.equals(vpc.isDefault())
        ? sight.taboo("it is the region's default network")
        : sight;
  }
}
