package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import java.util.Optional;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Holder;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InternetGateway;

/** Internet gateways; mapped public addresses hold their attachment. */
public final class InternetGateways extends Ec2Kind {

  public InternetGateways() {
    super("internet-gateway", "internet-gateway-id", "attachment.vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeInternetGateways(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(page.internetGateways(), InternetGateways::sight, page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    if (!sight.vpc().isEmpty()) {
      ec2.detachInternetGateway(r -> r.internetGatewayId(sight.id()).vpcId(sight.vpc()));
    }
    ec2.deleteInternetGateway(request -> request.internetGatewayId(sight.id()));
  }

  @Override
  public Optional<Holder> holder(Ground ground, Sight sight) {
    return Interfaces.published(ground, sight.vpc());
  }

  private static Sight sight(InternetGateway gateway) {
    return Sight.of("internet-gateway", gateway.internetGatewayId(), tags(gateway.tags()))
        .in(gateway.attachments().stream().map(one -> one.vpcId()).findFirst().orElse(""));
  }
}
