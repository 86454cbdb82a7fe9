package org.hubkeeper.workflows.runbook.restore;

import io.temporal.common.converter.RawValue;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.NodePools;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.cluster.CopyNames;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterSlice;

/**
 * Gives back what is marked.
 *
 * <ol>
 *   <li>Find marked pools and take their locks: a run that still works on one is waited for.
 *   <li>Look again and plan; people approve.
 *   <li>Open nodes, give bounds back, and look again: nothing may be left to do.
 * </ol>
 */
public final class RestoreMarksImpl implements RestoreMarks {

  private final Steps steps = Steps.register("restore-marks");
  private ClusterSlice slice;

  @Override
  public Report run(RawValue input) {
    return steps.runbook(input, Request.class, this::restore);
  }

  private void restore(Request request) {
    slice = steps.lookUp(request);
    if (!request.planOnly()) {
      RestoreMarksPlan first = look("Find marks");
      steps.lock(slice.ref(), locks(first));
    }
    RestoreMarksPlan found = look("Look at the marks");
    RestoreMarksPlan plan = steps.plan(RestoreMarksPlan.class, () -> found);
    if (request.planOnly()) {
      steps.skip("Approve", "only a plan was asked for; no lock was taken, so it may be stale");
      return;
    }
    List<ApprovalGroup> groups = plan.changes().isEmpty() ? List.of() : List.of(question(plan));
    if (steps.approve(groups).isEmpty() && !groups.isEmpty()) {
      steps.rejected();
    }
    if (groups.isEmpty()) {
      steps.skip("Approve", "nothing to do");
      return;
    }
    RestoreMarksPlan agreed =
        steps.confirm(
            "Approve what changed before the start",
            RestoreMarksPlan.class,
            plan,
            () -> look("Look again"),
            policy());
    giveBack(agreed);
    steps.confirmNothingLeft("Verify that nothing is left to do", look("Look at what is left"));
  }

  private void giveBack(RestoreMarksPlan plan) {
    Nodes nodes = steps.on(slice.ref(), Nodes.class, Patience.API);
    NodePools pools = steps.on(slice.ref(), NodePools.class, Patience.CLOUD);
    steps.forEach(
        "Open nodes", plan.nodes(), 4, pool -> pool, pool -> nodes.ensureOpen(slice.ref(), pool));
    steps.forEach(
        "Give pools their bounds back",
        plan.growth(),
        4,
        pool -> pool,
        pool -> pools.ensureOpenToGrowth(slice.ref(), pool));
  }

  private RestoreMarksPlan look(String step) {
    List<PoolNodes> inside =
        steps.call(
            step + " of nodes",
            () -> steps.on(slice.ref(), Nodes.class, Patience.LOOK).inspect(slice.ref()));
    List<PoolFact> pools =
        steps.call(
            step + " of pools",
            () -> steps.on(slice.ref(), NodePools.class, Patience.LOOK).list(slice.ref()));
    return RestoreMarksPlan.of(slice, inside, pools, steps.clock().now());
  }

  private static String[] locks(RestoreMarksPlan plan) {
    return Stream.concat(plan.nodes().stream(), plan.growth().stream())
        .map(pool -> "pool/" + CopyNames.base(pool))
        .distinct()
        .toArray(String[]::new);
  }

  private ApprovalGroup question(RestoreMarksPlan plan) {
    return new ApprovalGroup(
        "marks",
        "Give back what runs have left changed on cluster " + slice.ref() + "?",
        plan.changes().stream().map(change -> change.target() + ": " + change.detail()).toList(),
        policy());
  }

  private Policy policy() {
    return slice
        .approvals()
        .policy("restore-marks", slice.ref().production() ? List.of(Kind.PRODUCTION) : List.of());
  }
}
