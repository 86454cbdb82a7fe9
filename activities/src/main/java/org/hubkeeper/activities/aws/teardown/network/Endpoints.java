package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Refusals;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/** Endpoints of services inside a network. */
public final class Endpoints extends Ec2Kind {

  public Endpoints() {
    super("vpc-endpoint", "vpc-endpoint-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeVpcEndpoints(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return new Slice(shown(page.vpcEndpoints()), page.nextToken());
  }

  /** One that is gone fails the call for all. */
  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    try {
      return ids.isEmpty()
          ? List.of()
          : shown(ec2(ground).describeVpcEndpoints(r -> r.vpcEndpointIds(ids)).vpcEndpoints());
    } catch (Ec2Exception e) {
      if (!Refusals.gone(AwsFailures.code(e))) {
        throw e;
      }
      return ids.size() == 1
          ? List.of()
          : ids.stream().flatMap(id -> look(ground, List.of(id)).stream()).toList();
    }
  }

  private static List<Sight> shown(List<VpcEndpoint> endpoints) {
    return endpoints.stream().filter(one -> !gone(one)).map(Endpoints::sight).toList();
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    var refused = ec2.deleteVpcEndpoints(request -> request.vpcEndpointIds(sight.id()));
    Unsuccessful.check(refused.unsuccessful());
  }

  private static Sight sight(VpcEndpoint endpoint) {
    boolean leaving = "deleting".equalsIgnoreCase(endpoint.stateAsString());
    int interfaces = endpoint.networkInterfaceIds().size();
    return Sight.of("vpc-endpoint", endpoint.vpcEndpointId(), tags(endpoint.tags()))
        .in(endpoint.vpcId())
        .on(endpoint.subnetIds())
        .on(endpoint.routeTableIds())
        .on(endpoint.groups().stream().map(SecurityGroupIdentifier::groupId).toList())
        .state(endpoint.stateAsString(), leaving)
        .costing(Prices.ENDPOINT_INTERFACE * interfaces);
  }

  private static boolean gone(VpcEndpoint endpoint) {
    return "deleted".equalsIgnoreCase(endpoint.stateAsString());
  }
}
