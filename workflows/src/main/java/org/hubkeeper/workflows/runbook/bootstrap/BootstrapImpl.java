package org.hubkeeper.workflows.runbook.bootstrap;

import io.temporal.common.converter.RawValue;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.cluster.ClusterFacts;
import org.hubkeeper.workflows.cluster.ClusterReader;
import org.hubkeeper.workflows.cluster.Installation;
import org.hubkeeper.workflows.cluster.Texts;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.Component;

/**
 * From a definition to a cluster that is proved to work.
 *
 * <ol>
 *   <li>Read what is wanted, look at what is there, and plan.
 *   <li>People approve the whole plan once; what changed since is asked about again.
 *   <li>00: the cluster itself, {@link ClusterBuild}.
 *   <li>The components in their order, {@link Installation}: each ends with what was proved.
 *   <li>Look and plan again: nothing may be left to do.
 * </ol>
 */
public final class BootstrapImpl implements Bootstrap {

  private final Steps steps = Steps.register("bootstrap");
  private ClusterSlice slice;
  private Blueprint blueprint;
  private Scope scope;
  private ClusterFacts facts;

  @Override
  public Report run(RawValue input) {
    return steps.runbook(input, Request.class, this::bootstrap);
  }

  private void bootstrap(Request request) {
    slice = steps.lookUp(request);
    blueprint = ClusterReader.blueprint(steps, slice.ref());
    scope = Scope.of(blueprint, request.only());
    if (!request.planOnly()) {
      steps.lock(slice.ref(), scope.locks());
    }

    BootstrapPlan found = look();
    BootstrapPlan plan = steps.plan(BootstrapPlan.class, () -> found);
    if (request.planOnly()) {
      steps.skip("Approve", "only a plan was asked for; no lock was taken, so it may be stale");
      return;
    }
    BootstrapPlan agreed = approve(plan);
    if (agreed.changes().isEmpty() && !scope.named()) {
      steps.skip("Approve", "nothing to do");
      return;
    }
    build(agreed);
    steps.confirmNothingLeft("Verify that nothing is left to do", look());
  }

  private BootstrapPlan look() {
    ClusterReader reader = new ClusterReader(steps, slice.ref(), blueprint, scope.looked());
    facts = reader.read();
    return BootstrapPlanner.plan(slice, blueprint, scope, facts, steps.clock().now());
  }

  private BootstrapPlan approve(BootstrapPlan plan) {
    List<ApprovalGroup> groups = plan.changes().isEmpty() ? List.of() : List.of(group(plan));
    if (steps.approve(groups).isEmpty() && !groups.isEmpty()) {
      steps.rejected();
    }
    if (groups.isEmpty()) {
      return plan;
    }
    return steps.confirm(
        "Approve what changed before the start",
        BootstrapPlan.class,
        plan,
        this::look,
        policy(plan));
  }

  private void build(BootstrapPlan plan) {
    ClusterRef cluster = ClusterReader.known(slice.ref(), facts.controlPlane());
    Texts texts = ClusterReader.texts(cluster, blueprint, facts);
    if (scope.cluster()) {
      cluster = new ClusterBuild(steps, cluster, blueprint, texts).build();
      if (slice.ref().uid().isEmpty()) {
        steps.result("write into the fleet file, uid: " + cluster.uid());
      }
    }
    Installation installation =
        new Installation(steps, cluster, blueprint, texts, plan.replacing());
    for (Component component : scope.asked()) {
      scope
          .needless(component)
          .ifPresentOrElse(
              why -> steps.skip(component.name(), why),
              () -> installation.install(component, plan.digests().get(component.name())));
    }
  }

  private ApprovalGroup group(BootstrapPlan plan) {
    String text =
        plan.changes().size()
            + " changes to cluster "
            + slice.ref()
            + "; make them? What is rejected is not begun.";
    List<String> details = new ArrayList<>(plan.notes());
    plan.changes()
        .forEach(
            change -> details.add(change.verb() + " " + change.target() + ": " + change.detail()));
    return new ApprovalGroup("bootstrap", text, details, policy(plan));
  }

  private Policy policy(BootstrapPlan plan) {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.COST));
    if (plan.destructive()) {
      kinds.add(Kind.DESTRUCTIVE);
    }
    if (slice.ref().production()) {
      kinds.add(Kind.PRODUCTION);
    }
    return slice.approvals().policy("bootstrap", kinds);
  }
}
