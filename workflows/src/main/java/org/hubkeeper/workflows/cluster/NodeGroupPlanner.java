package org.hubkeeper.workflows.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.activity.NodeGroups.NodeGroupFact;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;

/**
 * Decides what is to be done for the node groups of a definition. Pure. A group that is new gets
 * one node, one that never came up is made anew, and one that runs is left as it is.
 */
public final class NodeGroupPlanner {

  private static final String TEMPLATE = "k8s.io/cluster-autoscaler/node-template/";

  private final List<NodeGroupFact> there;
  private final Draft draft;

  /** With the groups that are there; what is to be done goes into the draft. */
  public NodeGroupPlanner(List<NodeGroupFact> there, Draft draft) {
    this.there = there;
    this.draft = draft;
  }

  /** Writes into the draft what is to be done for one group. */
  public void plan(NodeGroup wanted) {
    Optional<NodeGroupFact> found =
        there.stream().filter(one -> one.name().equals(wanted.name())).findFirst();
    if (found.isEmpty()) {
      create(wanted);
    } else {
      existing(wanted, found.get());
    }
  }

  private void create(NodeGroup wanted) {
    NodeGroup made = Pools.asCreated(wanted);
    draft.change(
        Verb.CREATE,
        "node group " + wanted.name(),
        "%s, %d node, %d to %d",
        String.join(" or ", made.instanceTypes()),
        made.desired(),
        made.min(),
        made.max());
    if (wanted.desired() != made.desired()) {
      draft.warn(
          "NODE_GROUP_DESIRED",
          "%s is created with %d node instead of %d, from which the autoscaler learns",
          wanted.name(),
          made.desired(),
          wanted.desired());
    }
  }

  private void existing(NodeGroup wanted, NodeGroupFact found) {
    String target = "node group " + wanted.name();
    if (!found.ours()) {
      draft.block("NODE_GROUP_NOT_OURS", "somebody else made node group %s", wanted.name());
    } else if (found.status().equals("CREATE_FAILED")) {
      draft.change(Verb.REPLACE, target, "which failed: %s", String.join("; ", found.issues()));
    } else if (found.status().equals("DELETE_FAILED")) {
      draft.block(
          "NODE_GROUP_FAILED",
          "EKS could not delete node group %s: %s; remove what holds it",
          wanted.name(),
          String.join("; ", found.issues()));
    } else if (found.status().equals("CREATING") || found.status().equals("DELETING")) {
      draft.change(Verb.UPDATE, target, "go on with what is %s", found.status());
    } else if (!told(wanted, found.templateTags())) {
      draft.change(Verb.UPDATE, target, "tell the autoscaler of its labels and taints");
    }
    if (!found.instanceTypes().equals(wanted.instanceTypes())
        || found.min() != wanted.min()
        || found.max() != wanted.max()) {
      draft.warn(
          "NODE_GROUP_DIFFERS",
          "%s is %s, %d to %d; the definition wants %s, %d to %d",
          wanted.name(),
          String.join(" or ", found.instanceTypes()),
          found.min(),
          found.max(),
          String.join(" or ", wanted.instanceTypes()),
          wanted.min(),
          wanted.max());
    }
  }

  /** Whether an autoscaler can know the nodes of the group while it has none. */
  private static boolean told(NodeGroup wanted, Map<String, String> tags) {
    return wanted.labels().entrySet().stream()
            .allMatch(l -> l.getValue().equals(tags.get(TEMPLATE + "label/" + l.getKey())))
        && wanted.taints().stream()
            .allMatch(
                t ->
                    (t.value() + ":" + t.effect()).equals(tags.get(TEMPLATE + "taint/" + t.key())));
  }
}
