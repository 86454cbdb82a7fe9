package org.hubkeeper.activities.aws.teardown;

import java.util.List;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.regions.Region;

/**
 * Where a cluster's things are looked for.
 *
 * @param vpcs networks whose whole content is looked at
 * @param issuer address of the cluster's OIDC issuer without its scheme; empty when not known
 * @param caller ARN that the worker acts as
 * @param more ARNs of what the cluster itself names: its role, its key
 */
public record Ground(
    ClusterRef cluster,
    AwsApis apis,
    List<String> vpcs,
    String issuer,
    String caller,
    List<String> more) {

  public Ground {
    vpcs = List.copyOf(vpcs);
    more = List.copyOf(more);
  }

  /** The same with one network only. */
  public Ground only(String vpc) {
    return new Ground(cluster, apis, List.of(vpc), issuer, caller, more);
  }

  /** The ARN of something of the account and region. */
  public String arn(String service, String resource) {
    String partition = Region.of(cluster.region()).metadata().partition().id();
    return String.join(
        ":", "arn", partition, service, cluster.region(), cluster.account(), resource);
  }
}
