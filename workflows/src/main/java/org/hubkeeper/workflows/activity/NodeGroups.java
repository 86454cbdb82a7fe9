package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;

/** Groups of like nodes. */
@ActivityInterface(namePrefix = "NodeGroups.")
public interface NodeGroups {

  /**
   * A node group as it is.
   *
   * @param issues what the provider says is wrong, code and text
   * @param asg name of its Auto Scaling group
   * @param templateTags the group's tags for an autoscaler, by their keys
   */
  record NodeGroupFact(
      String name,
      String status,
      boolean ours,
      List<String> instanceTypes,
      int min,
      int max,
      int desired,
      Map<String, String> labels,
      List<String> issues,
      String asg,
      Map<String, String> templateTags) {
    public NodeGroupFact {
      instanceTypes = List.copyOf(instanceTypes);
      labels = Map.copyOf(labels);
      issues = List.copyOf(issues);
      templateTags = Map.copyOf(templateTags);
    }
  }

  /** All groups of a cluster; none when there is no cluster. */
  List<NodeGroupFact> list(ClusterRef cluster);

  /**
   * Returns once the group is ACTIVE and its Auto Scaling group tells an autoscaler of labels and
   * taints. One that failed to come up is REJECTED with its issues.
   */
  NodeGroupFact ensure(ClusterRef cluster, NodeGroup wanted, Stacks.StackFact stack);

  /** Returns once an autoscaler has left the group with so many nodes at most. */
  void awaitAtMost(ClusterRef cluster, String name, int nodes);

  /** Returns once a group that never came up, and is ours, is gone. */
  void ensureFailedAbsent(ClusterRef cluster, String name);
}
