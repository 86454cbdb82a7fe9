package org.hubkeeper.workflows.runbook.addnodegroup;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hubkeeper.workflows.cluster.ClusterFacts;
import org.hubkeeper.workflows.cluster.ComponentPlanner;
import org.hubkeeper.workflows.cluster.Cost;
import org.hubkeeper.workflows.cluster.Draft;
import org.hubkeeper.workflows.cluster.NodeGroupPlanner;
import org.hubkeeper.workflows.cluster.Pools;
import org.hubkeeper.workflows.cluster.Priorities;
import org.hubkeeper.workflows.cluster.Shares;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.Component;

/**
 * Decides what is to be done for one node group. Pure.
 *
 * <ol>
 *   <li>The cluster must be there and ours, with the network that the group goes into.
 *   <li>With the new group, priorities must still send users to the cheapest pool that fits.
 *   <li>The autoscaler is upgraded when its release does not have these priorities yet.
 * </ol>
 */
final class AddNodeGroupPlanner {

  private AddNodeGroupPlanner() {}

  static AddNodeGroupPlan plan(
      ClusterSlice slice,
      Blueprint blueprint,
      NodeGroup group,
      Optional<Component> autoscaler,
      ClusterFacts facts,
      Instant now) {
    Draft draft = new Draft();
    slice.frozen(now).ifPresent(why -> draft.block("FREEZE_WINDOW", why));
    draft.findings.addAll(facts.findings());
    if (!facts.inside().open() || !facts.controlPlane().ours()) {
      draft.block(
          "CLUSTER_MISSING", "there is no cluster yet that lets Hubkeeper in; bootstrap it");
    }
    if (!facts.stack().complete() || !facts.stack().ours()) {
      draft.block("STACK_MISSING", "the cluster's stack with its network is not there or not ours");
    }
    List<NodeGroup> all = blueprint.definition().nodeGroups();
    draft.findings.addAll(concerning(group, blueprint));
    Priorities.in(blueprint.components())
        .ifPresent(p -> draft.findings.addAll(p.findings(slice.ref().name(), Pools.users(all))));
    new NodeGroupPlanner(facts.nodeGroups(), draft).plan(group);
    int before = draft.changes.size();
    autoscaler.ifPresent(one -> new ComponentPlanner(one, facts, draft).plan());
    boolean upgrade = draft.changes.size() > before;
    if (!draft.changes.isEmpty()) {
      draft.notes.add(0, cost(group));
    }
    return new AddNodeGroupPlan(
        draft.changes,
        draft.findings,
        draft.notes,
        upgrade ? digest(facts, autoscaler.orElseThrow()) : "");
  }

  /** A chart that can't be found blocks, so nobody asks for its digest. */
  private static String digest(ClusterFacts facts, Component autoscaler) {
    ClusterFacts.ComponentFact fact = facts.components().get(autoscaler.name());
    return fact.chart() == null ? "" : fact.chart().digest();
  }

  /** Of what is unwise about pools, what is so because of this one. */
  private static List<Finding> concerning(NodeGroup group, Blueprint blueprint) {
    return Pools.findings(List.of(group), Shares.in(blueprint.components()).usual()).stream()
        .filter(finding -> !finding.code().equals("POOLS_NOT_SEPARATED"))
        .toList();
  }

  private static String cost(NodeGroup group) {
    var price = Cost.nodePrice(group);
    return price.isEmpty()
        ? "cost unknown: no list price of " + String.join(", ", group.instanceTypes())
        : String.format(
            Locale.ROOT,
            "cost %.3f USD an hour for each node, of which there are %d to %d",
            price.getAsDouble(),
            group.min(),
            group.max());
  }
}
