package org.hubkeeper.activities.aws.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.activity.NodePools.Kind;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.eks.model.CapacityTypes;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/**
 * What an upgrade needs of an account that it may lack: free addresses, quotas for the nodes that
 * are there twice for a while, images of its nodes' family.
 */
public final class UpgradeCheck {

  /** The last minor for which EKS makes images of Amazon Linux 2. */
  private static final KubeVersion LAST_OF_AL2 = new KubeVersion(1, 32);

  private final Asking asking = new Asking();
  private final AwsApis apis;
  private final ClusterRef cluster;
  private final List<KubeVersion> path;
  private final List<PoolFact> pools;

  /**
   * A managed group that will be there twice.
   *
   * @param extra nodes that come on top
   */
  record Doubled(Nodegroup group, int extra) {

    String name() {
      return group.nodegroupName();
    }

    boolean spot() {
      return group.capacityType() == CapacityTypes.SPOT;
    }
  }

  /** {@code path}: the minors on the way, the target last. */
  public UpgradeCheck(
      AwsApis apis, ClusterRef cluster, List<KubeVersion> path, List<PoolFact> pools) {
    this.apis = apis;
    this.cluster = cluster;
    this.path = List.copyOf(path);
    this.pools = List.copyOf(pools);
  }

  public List<Finding> findings() {
    List<Doubled> doubled = doubled();
    new AddressCheck(apis, cluster, asking).check(doubled);
    new SurgeCheck(apis, cluster, asking).check(doubled);
    new TemplateCheck(apis.ec2(cluster), asking).check(doubled);
    pools.forEach(this::imageFamily);
    return asking.findings();
  }

  /** At least one node: a copy begins with one so that an autoscaler learns of it. */
  private List<Doubled> doubled() {
    List<Doubled> doubled = new ArrayList<>();
    for (PoolFact pool : pools) {
      if (pool.kind() == Kind.MANAGED) {
        look(pool.name())
            .ifPresent(group -> doubled.add(new Doubled(group, Math.max(1, pool.desired()))));
      }
    }
    return doubled;
  }

  private Optional<Nodegroup> look(String name) {
    try {
      return Optional.of(
          apis.eks(cluster)
              .describeNodegroup(r -> r.clusterName(cluster.name()).nodegroupName(name))
              .nodegroup());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private void imageFamily(PoolFact pool) {
    if (pool.imageFamily().equals("AL2")
        && path.stream().anyMatch(minor -> minor.newerThan(LAST_OF_AL2))) {
      asking.block(
          "AMI_FAMILY",
          "node group %s runs Amazon Linux 2, of which EKS has no images after Kubernetes %s; make a"
              + " group with AmazonLinux2023, let its users move there and retire this one",
          pool.name(),
          LAST_OF_AL2);
    }
  }
}
