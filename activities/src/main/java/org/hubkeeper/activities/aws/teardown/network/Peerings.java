package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import java.util.Set;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import org.hubkeeper.activities.aws.teardown.Sources;
import org.hubkeeper.activities.aws.teardown.Sources.Source;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.VpcPeeringConnection;
import software.amazon.awssdk.services.ec2.model.VpcPeeringConnectionStateReasonCode;

/** Peerings of networks, whichever side asked for them. */
public final class Peerings extends Ec2Kind {

  /** EC2 shows them for hours after they have ended. */
  private static final Set<VpcPeeringConnectionStateReasonCode> ENDED =
      Set.of(
          VpcPeeringConnectionStateReasonCode.DELETED,
          VpcPeeringConnectionStateReasonCode.REJECTED,
          VpcPeeringConnectionStateReasonCode.EXPIRED,
          VpcPeeringConnectionStateReasonCode.FAILED);

  public Peerings() {
    super("vpc-peering", "vpc-peering-connection-id", "requester-vpc-info.vpc-id");
  }

  @Override
  public Slice find(Ground ground, String token) {
    Filter accepted = filter("accepter-vpc-info.vpc-id", ground.vpcs());
    Source asked = next -> super.find(ground, next);
    return Sources.page(
        ground.vpcs().isEmpty()
            ? List.of(asked)
            : List.of(asked, next -> list(ground, List.of(accepted), next)),
        token);
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeVpcPeeringConnections(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(
        page.vpcPeeringConnections().stream()
            .filter(one -> !ENDED.contains(one.status().code()))
            .toList(),
        Peerings::sight,
        page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteVpcPeeringConnection(request -> request.vpcPeeringConnectionId(sight.id()));
  }

  private static Sight sight(VpcPeeringConnection peering) {
    boolean leaving = peering.status().code() == VpcPeeringConnectionStateReasonCode.DELETING;
    return Sight.of("vpc-peering", peering.vpcPeeringConnectionId(), tags(peering.tags()))
        .in(peering.requesterVpcInfo().vpcId())
        .on(List.of(peering.accepterVpcInfo().vpcId()))
        .state(peering.status().codeAsString(), leaving);
  }
}
