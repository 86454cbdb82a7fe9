package org.hubkeeper.workflows.runbook.addnodegroup;

import io.temporal.common.converter.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.activity.NodeGroups;
import org.hubkeeper.workflows.activity.NodeGroups.NodeGroupFact;
import org.hubkeeper.workflows.cluster.ClusterFacts;
import org.hubkeeper.workflows.cluster.ClusterReader;
import org.hubkeeper.workflows.cluster.Installation;
import org.hubkeeper.workflows.cluster.NodeGroupCreation;
import org.hubkeeper.workflows.cluster.Priorities;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.Component;

/**
 * A node group for a living cluster.
 *
 * <ol>
 *   <li>Read what is wanted, look at what is there, and plan; people approve.
 *   <li>Make the group with one node, from which the autoscaler learns.
 *   <li>Upgrade the autoscaler, so that its priorities cover the group.
 *   <li>Wait until the group idles at none, and look again: nothing may be left to do.
 * </ol>
 */
public final class AddNodeGroupImpl implements AddNodeGroup {

  private final Steps steps = Steps.register("add-node-group");
  private ClusterSlice slice;
  private Blueprint blueprint;
  private NodeGroup group;
  private Optional<Component> autoscaler;
  private ClusterFacts facts;

  @Override
  public Report run(RawValue input) {
    return steps.runbook(input, Request.class, this::add);
  }

  private void add(Request request) {
    slice = steps.lookUp(request);
    blueprint = ClusterReader.blueprint(steps, slice.ref());
    group = choose(request.nodeGroup());
    autoscaler =
        Priorities.in(blueprint.components())
            .flatMap(priorities -> blueprint.component(priorities.component()));
    if (!request.planOnly()) {
      steps.lock(slice.ref(), "control-plane", "components", "pool/" + group.name());
    }

    AddNodeGroupPlan found = look();
    AddNodeGroupPlan plan = steps.plan(AddNodeGroupPlan.class, () -> found);
    if (request.planOnly()) {
      steps.skip("Approve", "only a plan was asked for; no lock was taken, so it may be stale");
      return;
    }
    AddNodeGroupPlan agreed = approve(plan);
    if (agreed.changes().isEmpty()) {
      steps.skip("Approve", "nothing to do");
      return;
    }
    build(agreed);
    steps.confirmNothingLeft("Verify that nothing is left to do", look());
  }

  /** By name; without one, the only group of the definition that is not there. */
  private NodeGroup choose(String name) {
    List<NodeGroup> all = blueprint.definition().nodeGroups();
    List<String> names = all.stream().map(NodeGroup::name).toList();
    if (!name.isEmpty()) {
      return all.stream()
          .filter(one -> one.name().equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  Input.wrong(
                      "nodeGroup",
                      "the definition has no " + name + Input.suggestion(name, names)));
    }
    NodeGroups groups = steps.on(slice.ref(), NodeGroups.class, Patience.API);
    List<String> there =
        steps.call(
            "List the node groups",
            () -> groups.list(slice.ref()).stream().map(NodeGroupFact::name).toList());
    List<NodeGroup> missing = all.stream().filter(one -> !there.contains(one.name())).toList();
    if (missing.size() != 1) {
      throw Input.wrong(
          "nodeGroup",
          "required, for not just one but "
              + missing.size()
              + " of the definition's are not there; known: "
              + String.join(", ", names));
    }
    return missing.get(0);
  }

  private AddNodeGroupPlan look() {
    facts = new ClusterReader(steps, slice.ref(), blueprint, autoscaler.stream().toList()).read();
    return AddNodeGroupPlanner.plan(
        slice, blueprint, group, autoscaler, facts, steps.clock().now());
  }

  private AddNodeGroupPlan approve(AddNodeGroupPlan plan) {
    List<ApprovalGroup> groups = plan.changes().isEmpty() ? List.of() : List.of(question(plan));
    if (steps.approve(groups).isEmpty() && !groups.isEmpty()) {
      steps.rejected();
    }
    return groups.isEmpty()
        ? plan
        : steps.confirm(
            "Approve what changed before the start",
            AddNodeGroupPlan.class,
            plan,
            this::look,
            policy(plan));
  }

  private void build(AddNodeGroupPlan plan) {
    ClusterRef cluster = ClusterReader.known(slice.ref(), facts.controlPlane());
    NodeGroupCreation creation = new NodeGroupCreation(steps, cluster, facts.stack());
    steps.prove(
        "Make node group " + group.name(),
        () -> {
          creation.create(group);
          return "active; its nodes are ready, and an autoscaler can learn of them";
        });
    if (plan.digest().isEmpty()) {
      steps.skip("Upgrade the autoscaler", "its release is as wanted");
    } else {
      new Installation(
              steps, cluster, blueprint, ClusterReader.texts(cluster, blueprint, facts), "")
          .install(autoscaler.orElseThrow(), plan.digest());
    }
    idle(cluster);
  }

  private void idle(ClusterRef cluster) {
    String name = "Wait until it idles at " + group.min();
    if (autoscaler.isEmpty()) {
      steps.skip(name, "no component has priorities, so nothing takes nodes away");
      return;
    }
    NodeGroups groups = steps.on(cluster, NodeGroups.class, Patience.CLOUD);
    steps.prove(
        name,
        () -> {
          groups.awaitAtMost(cluster, group.name(), group.min());
          return "the autoscaler knows the group: it has taken the empty node away";
        });
  }

  private ApprovalGroup question(AddNodeGroupPlan plan) {
    List<String> details = new ArrayList<>(plan.notes());
    plan.changes()
        .forEach(
            change -> details.add(change.verb() + " " + change.target() + ": " + change.detail()));
    return new ApprovalGroup(
        "node group " + group.name(),
        "Add node group " + group.name() + " to cluster " + slice.ref() + "?",
        details,
        policy(plan));
  }

  private Policy policy(AddNodeGroupPlan plan) {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.COST));
    if (plan.destructive()) {
      kinds.add(Kind.DESTRUCTIVE);
    }
    if (slice.ref().production()) {
      kinds.add(Kind.PRODUCTION);
    }
    return slice.approvals().policy("add-node-group", kinds);
  }
}
