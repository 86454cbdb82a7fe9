package org.hubkeeper.activities.aws.pools;

import java.time.Instant;
import org.hubkeeper.activities.aws.cluster.EksIssues;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/**
 * Removes a node group that a plan covers, with its machines. A launch template stays: its copy may
 * use the same.
 */
final class GroupRemoval {

  private final EksClient eks;
  private final ClusterRef cluster;
  private final Instant ordered;

  /** {@code ordered}: when the call that this attempt is of was scheduled. */
  GroupRemoval(EksClient eks, ClusterRef cluster, Instant ordered) {
    this.eks = eks;
    this.cluster = cluster;
    this.ordered = ordered;
  }

  /** Returns once there is no such group. */
  void ensure(String name) {
    Nodegroup found;
    try {
      found =
          eks.describeNodegroup(r -> r.clusterName(cluster.name()).nodegroupName(name)).nodegroup();
    } catch (ResourceNotFoundException e) {
      return;
    }
    if (found.status() == NodegroupStatus.UPDATING || found.status() == NodegroupStatus.CREATING) {
      throw waitFor(name, "EKS, which says " + found.statusAsString());
    }
    if (failedNow(found)) {
      throw Failures.of(
          FailureKind.REJECTED,
          "EKS could not remove node group %s: %s; remove what holds it and retry"
              .formatted(name, EksIssues.told(EksIssues.of(found.health()))),
          null);
    }
    if (found.status() != NodegroupStatus.DELETING) {
      delete(name);
    }
    throw waitFor(name, "EKS, which is removing its nodes");
  }

  /** A failure from before is no answer: a person has ordered another try. */
  private boolean failedNow(Nodegroup found) {
    return found.status() == NodegroupStatus.DELETE_FAILED && !found.modifiedAt().isBefore(ordered);
  }

  private void delete(String name) {
    try {
      eks.deleteNodegroup(r -> r.clusterName(cluster.name()).nodegroupName(name));
    } catch (ResourceNotFoundException e) {
      // It has gone since the look.
    }
  }

  private static RuntimeException waitFor(String name, String holder) {
    return Failures.notReady(
        Blocker.of("node group " + name, holder, "nothing to do: it takes a few minutes"));
  }
}
