package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.NatGatewayAddress;
import software.amazon.awssdk.services.ec2.model.NatGatewayState;

/** NAT gateways: for minutes after their removal they hold an interface and an address. */
public final class NatGateways extends Ec2Kind {

  public NatGateways() {
    super("nat-gateway", "nat-gateway-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeNatGateways(
                request -> request.filter(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(
        // EC2 shows them for an hour after they have gone.
        page.natGateways().stream().filter(one -> one.state() != NatGatewayState.DELETED).toList(),
        NatGateways::sight,
        page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteNatGateway(request -> request.natGatewayId(sight.id()));
  }

  private static Sight sight(NatGateway gateway) {
    return Sight.of("nat-gateway", gateway.natGatewayId(), tags(gateway.tags()))
        .in(gateway.vpcId())
        .on(List.of(gateway.subnetId()))
        .on(gateway.natGatewayAddresses().stream().map(NatGatewayAddress::allocationId).toList())
        .state(gateway.stateAsString(), gateway.state() == NatGatewayState.DELETING)
        .costing(Prices.NAT_GATEWAY);
  }
}
