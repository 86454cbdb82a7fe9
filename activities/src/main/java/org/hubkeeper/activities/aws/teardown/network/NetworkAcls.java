package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;

/** Access lists of subnets; the default one goes with its network. */
public final class NetworkAcls extends Ec2Kind {

  public NetworkAcls() {
    super("network-acl", "network-acl-id", "vpc-id");
  }

  @Override
  protected Slice list(Ground ground, List<Filter> filters, String token) {
    var page =
        ec2(ground)
            .describeNetworkAcls(
                request -> request.filters(filters).maxResults(PAGE).nextToken(orNull(token)));
    return Slice.of(
        page.networkAcls().stream().filter(acl -> !Boolean.TRUE.equals(acl.isDefault())).toList(),
        NetworkAcls::sight,
        page.nextToken());
  }

  @Override
  protected void delete(Ec2Client ec2, Sight sight) {
    ec2.deleteNetworkAcl(request -> request.networkAclId(sight.id()));
  }

  private static Sight sight(NetworkAcl acl) {
    return Sight.of("network-acl", acl.networkAclId(), tags(acl.tags()))
        .in(acl.vpcId())
        .under(acl.associations().stream().map(NetworkAclAssociation::subnetId).toList());
  }
}
