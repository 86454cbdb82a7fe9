package org.hubkeeper.activities.aws.pools;

import java.time.Instant;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.cluster.EksIssues;
import org.hubkeeper.activities.aws.upgrade.OneUpdate;
import org.hubkeeper.activities.aws.upgrade.UpdateLog;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateParamType;

/**
 * Moves a managed node group to another Kubernetes version in place: EKS starts new machines and
 * evicts the pods of the old ones. It never forces: a budget that does not yield fails the update.
 */
final class NodeGroupUpdate {

  private final EksClient eks;
  private final ClusterRef cluster;
  private final Author author;
  private final String name;
  private final OneUpdate update;

  /** {@code ordered}: when the call that this attempt is of was scheduled. */
  NodeGroupUpdate(EksClient eks, ClusterRef cluster, Author author, Instant ordered, String name) {
    this.eks = eks;
    this.cluster = cluster;
    this.author = author;
    this.name = name;
    this.update =
        new OneUpdate(
            UpdateLog.ofNodeGroup(eks, cluster, name),
            "node group " + name,
            ordered,
            "EKS drains its nodes by turns; a pod whose budget does not yield within 15 minutes"
                + " fails the update: see `kubectl get pdb -A`");
  }

  /** Returns once the group is at rest in that version. */
  void ensure(KubeVersion version) {
    Nodegroup found =
        eks.describeNodegroup(r -> r.clusterName(cluster.name()).nodegroupName(name)).nodegroup();
    if (found.status() == NodegroupStatus.UPDATING) {
      throw update.running();
    }
    requireAtRest(found);
    KubeVersion now = KubeVersion.parse(found.version());
    if (now.equals(version)) {
      return;
    }
    if (now.newerThan(version)) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "node group %s is at %s, newer than %s; plan again".formatted(name, now, version),
          null);
    }
    throw update.request(one -> leadsTo(one, version), () -> send(version));
  }

  private Update send(KubeVersion version) {
    return eks.updateNodegroupVersion(
            request ->
                request
                    .clusterName(cluster.name())
                    .nodegroupName(name)
                    .version(version.toString())
                    .force(false)
                    .clientRequestToken(author.token("node group " + name + " " + version)))
        .update();
  }

  private void requireAtRest(Nodegroup found) {
    if (found.status() != NodegroupStatus.ACTIVE && found.status() != NodegroupStatus.DEGRADED) {
      throw Failures.of(
          FailureKind.REJECTED,
          "node group %s is %s, so its version can't be changed: %s"
              .formatted(
                  name, found.statusAsString(), EksIssues.told(EksIssues.of(found.health()))),
          null);
    }
  }

  private static boolean leadsTo(Update one, KubeVersion version) {
    return UpdateLog.movesVersion(one)
        && UpdateLog.to(one, UpdateParamType.VERSION).equals(version.toString());
  }
}
