package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import java.util.Optional;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Holder;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Subnets; whatever has an interface in one holds it. */
public final class Subnets extends Ec2Kind {

  public Subnets() {
    super("subnet", "subnet-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeSubnets(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(page.subnets(), Subnets::sight, page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteSubnet(request -> request.subnetId(sight.id()));
  }

  @Override
  public Optional<Holder> holder(Ground ground, Sight sight) {
    return Interfaces.holder(ground, filter("subnet-id", List.of(sight.id())));
  }

  private static Sight sight(Subnet subnet) {
    return Sight.of("subnet", subnet.subnetId(), tags(subnet.tags()))
        .in(subnet.vpcId())
        .state(subnet.stateAsString(), false);
  }
}
