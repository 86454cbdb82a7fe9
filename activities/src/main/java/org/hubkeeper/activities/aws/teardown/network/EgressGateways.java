package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.Filter;

/** Gateways by which IPv6 leaves a network. EC2 can't list those of one network. */
public final class EgressGateways extends Ec2Kind {

  /** Most that EC2 shows on a page. */
  private static final int GATEWAYS = 255;

  public EgressGateways() {
    super("egress-only-internet-gateway", "", "");
  }

  @Override
  public boolean inNetworks() {
    return true;
  }

  @Override
  public Slice find(Ground ground, String token) {
    Slice page = list(ground, List.of(), token);
    return new Slice(
        page.sights().stream()
            .filter(
                one ->
                    ground.vpcs().contains(one.vpc())
                        || Marks.of(ground.cluster().name(), one.tags()).isPresent())
            .toList(),
        page.next());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return all(next -> list(ground, List.of(), next)).stream()
        .filter(one -> ids.contains(one.id()))
        .toList();
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeEgressOnlyInternetGateways(
                request -> request.maxResults(GATEWAYS).nextToken(orNull(token)));
    return Slice.of(page.egressOnlyInternetGateways(), EgressGateways::sight, page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteEgressOnlyInternetGateway(r -> r.egressOnlyInternetGatewayId(sight.id()));
  }

  private static Sight sight(EgressOnlyInternetGateway gateway) {
    String id = gateway.egressOnlyInternetGatewayId();
    return Sight.of("egress-only-internet-gateway", id, tags(gateway.tags()))
        .in(gateway.attachments().stream().map(one -> one.vpcId()).findFirst().orElse(""));
  }
}
