package org.hubkeeper.activities.aws.check;

import java.util.List;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * What a definition needs and an account may lack: quotas, machines, images, a version of
 * Kubernetes. Only what is still to be made is counted.
 */
public final class AccountCheck {

  private final Asking asking = new Asking();
  private final AwsApis apis;
  private final ClusterRef cluster;
  private final ClusterDefinition definition;

  public AccountCheck(AwsApis apis, ClusterRef cluster, ClusterDefinition definition) {
    this.apis = apis;
    this.cluster = cluster;
    this.definition = definition;
  }

  /** All that was found; blocking is what would let the bootstrap fail half-way. */
  public List<Finding> findings() {
    Missing missing = Missing.look(apis, cluster, definition);
    new NetworkCheck(apis, cluster, definition, asking).check(missing);
    new VersionCheck(apis.eks(cluster), definition, asking).check(missing);
    new MachineCheck(apis.ec2(cluster), definition, asking).check(missing.nodeGroups());
    new MachineQuotaCheck(apis.ec2(cluster), apis.quotas(cluster), asking)
        .check(missing.nodeGroups());
    return asking.findings();
  }
}
