package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.model.ClusterDefinition.Taint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;

/**
 * Groups of like nodes, as the cloud knows them, through their life in an upgrade. For lost replies
 * and updates under way the promise of {@link Upgrades} holds.
 */
@ActivityInterface(namePrefix = "NodePools.")
public interface NodePools {

  /** Who brings a pool's nodes to another version, and by which rule. */
  enum Kind {
    /** The provider; it demands that they match before the control plane moves on. */
    MANAGED,
    /** An Auto Scaling group or the like of one's own. */
    SELF_MANAGED,
    /** A provisioner in the cluster (Karpenter), which replaces nodes by itself. */
    PROVISIONED
  }

  /**
   * A pool as it is.
   *
   * @param version minor of its nodes, as the cloud has it; of a pool of its own kind without one,
   *     and of a provisioner's, that of its oldest node, or of the control plane when it has none
   * @param release the provider's word for the machine image, empty for a fixed one
   * @param status {@code ACTIVE} when it is at rest
   * @param issues code and text
   * @param imageFamily as {@code AL2023}; empty when it is not known
   * @param zones availability zones in which it makes nodes
   * @param growth what keeps it from growing, by whom; {@link Mark#NONE} when nothing does
   * @param owner the tool by whose tags it belongs to somebody else, as {@code terraform}; empty:
   *     none known. Groups of an eksctl file that we read are ours.
   */
  record PoolFact(
      String name,
      Kind kind,
      KubeVersion version,
      String release,
      String status,
      List<String> issues,
      List<String> instanceTypes,
      String imageFamily,
      int min,
      int max,
      int desired,
      Map<String, String> labels,
      List<Taint> taints,
      List<String> zones,
      Mark growth,
      String owner,
      Instant createdAt) {
    public PoolFact {
      issues = List.copyOf(issues);
      instanceTypes = List.copyOf(instanceTypes);
      labels = Map.copyOf(labels);
      taints = List.copyOf(taints);
      zones = List.copyOf(zones);
    }
  }

  /**
   * What a run has changed for a while, as it is written on the object.
   *
   * @param run workflow id of the run
   * @param former what to give back, in words
   */
  record Mark(String run, String former) {
    public static final Mark NONE = new Mark("", "");

    public boolean there() {
      return !run.isEmpty();
    }
  }

  /** All pools of all kinds; at most 200. */
  List<PoolFact> list(ClusterRef cluster);

  /**
   * Returns once the pool {@code to} is at rest: a copy of {@code from} in all but name and
   * version, with the tags by which an autoscaler learns of it, ours by tag, and noting whose copy
   * it is. It has the bounds that {@code from} had before it was closed to growth, and begins with
   * so many nodes. One that failed to come up is REJECTED with its issues; one of that name that is
   * no copy of {@code from} is DRIFTED. A kind that can't be copied by an API is REJECTED with what
   * a person can do instead.
   */
  PoolFact ensureCopy(ClusterRef cluster, String from, String to, KubeVersion version, int nodes);

  /**
   * Returns once a copy that never came up, and is ours, is gone, so that it can be made again;
   * leaves one that came up alone.
   */
  void ensureFailedCopyAbsent(ClusterRef cluster, String name);

  /**
   * Returns once the pool can't grow, and an autoscaler may take its empty nodes away: maximum at
   * its present size, minimum none. Its former bounds stand on the group, with the run.
   */
  void ensureClosedToGrowth(ClusterRef cluster, String name);

  /** Returns once a mark of {@link #ensureClosedToGrowth}, of whatever run, is given back. */
  void ensureOpenToGrowth(ClusterRef cluster, String name);

  /**
   * Returns once the provider has brought all of the pool's nodes to this version by its own
   * rolling update. REJECTED when that failed, with the provider's code and the pods that it could
   * not evict, where it names them.
   */
  void ensureVersion(ClusterRef cluster, String name, KubeVersion version);

  /**
   * Returns once a pool that a copy took the place of is gone. It must have no node with a user's
   * server, and its copy must be at rest; else DRIFTED, and nothing is deleted.
   *
   * @param copy the pool that took its place
   */
  void ensureAbsent(ClusterRef cluster, String name, String copy);
}
