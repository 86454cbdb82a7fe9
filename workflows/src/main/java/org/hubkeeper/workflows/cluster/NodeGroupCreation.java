package org.hubkeeper.workflows.cluster;

import org.hubkeeper.workflows.activity.NodeGroups;
import org.hubkeeper.workflows.activity.NodeGroups.NodeGroupFact;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;

/** Makes node groups, each with one node that becomes ready. */
public final class NodeGroupCreation {

  private final ClusterRef cluster;
  private final StackFact stack;
  private final NodeGroups groups;
  private final Workloads workloads;

  /** In the network of that stack. */
  public NodeGroupCreation(Steps steps, ClusterRef cluster, StackFact stack) {
    this.cluster = cluster;
    this.stack = stack;
    this.groups = steps.on(cluster, NodeGroups.class, Patience.CLOUD);
    this.workloads = steps.on(cluster, Workloads.class, Patience.CLOUD);
  }

  /**
   * Makes the group, within a step. One that never came up is removed first: by the plan, or
   * because it failed in this step and a person wants it tried again.
   */
  public void create(NodeGroup group) {
    if (groups.list(cluster).stream().anyMatch(found -> failed(found, group))) {
      groups.ensureFailedAbsent(cluster, group.name());
    }
    NodeGroupFact made = groups.ensure(cluster, Pools.asCreated(group), stack);
    // An autoscaler may have taken all nodes away since.
    workloads.awaitNodes(cluster, group.name(), Math.min(1, made.desired()));
  }

  private static boolean failed(NodeGroupFact found, NodeGroup group) {
    return found.name().equals(group.name())
        && found.ours()
        && found.status().equals("CREATE_FAILED");
  }
}
