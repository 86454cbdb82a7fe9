package org.hubkeeper.activities.aws.teardown;

import java.util.List;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Site;
import software.amazon.awssdk.regions.Region;

/** Where a cluster's things are looked for, and by what. */
public record Ground(ClusterRef cluster, AwsApis apis, Site site) {

  /** Networks whose whole content is looked at. */
  public List<String> vpcs() {
    return site.vpcs();
  }

  /** The cluster's OIDC issuer without its scheme; empty when it is not known. */
  public String issuer() {
    return site.issuer();
  }

  /** The same with one network and nothing else. */
  public Ground only(String vpc) {
    return new Ground(cluster, apis, new Site(List.of(vpc), "", List.of(), List.of(), "", false));
  }

  /** The ARN of something of the account and region. */
  public String arn(String service, String resource) {
    String partition = Region.of(cluster.region()).metadata().partition().id();
    return String.join(
        ":", "arn", partition, service, cluster.region(), cluster.account(), resource);
  }
}
