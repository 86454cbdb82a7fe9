package org.hubkeeper.workflows.runbook.upgrade;

import io.temporal.common.converter.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.ControlPlane;
import org.hubkeeper.workflows.activity.ControlPlane.ControlPlaneFact;
import org.hubkeeper.workflows.cluster.ClusterReader;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.Hop;

/**
 * From one minor of Kubernetes to a later one.
 *
 * <ol>
 *   <li>Look, plan, and let people approve the whole.
 *   <li>For each hop: look again; {@link ControlPlaneMove} with its add-ons; {@link Bake}, in which
 *       a person may still take it back; {@link PoolMoves}: core pools, then pools of users once
 *       they are empty.
 *   <li>Prove that it works, and look and plan again: nothing may be left to do.
 * </ol>
 */
public final class UpgradeImpl implements Upgrade {

  private final Steps steps = Steps.register("upgrade");
  private Request request;
  private ClusterSlice slice;
  private ClusterRef cluster;
  private UpgradeReader reader;
  private Optional<Blueprint> blueprint;
  private UpgradeFacts facts;

  @Override
  public Report run(RawValue input) {
    return steps.runbook(input, Request.class, this::upgrade);
  }

  private void upgrade(Request asked) {
    request = asked;
    slice = steps.lookUp(request);
    cluster = steps.call("Look which cluster it is", this::known);
    reader = new UpgradeReader(steps, slice, cluster, KubeVersion.parse(request.target()));
    blueprint = reader.blueprint();
    List<String> parts = parts();
    List<Blocker> others = List.of();
    if (request.planOnly()) {
      others = reader.others(parts);
    } else {
      steps.lock(cluster, parts.toArray(String[]::new));
      reader.refresh();
    }

    UpgradePlan found = look(others);
    UpgradePlan plan = steps.plan(UpgradePlan.class, () -> found);
    if (request.planOnly()) {
      steps.skip("Approve", "only a plan was asked for; no lock was taken, so it may be stale");
      return;
    }
    UpgradePlan agreed = approve(plan);
    if (agreed.changes().isEmpty()) {
      steps.skip("Approve", "nothing to do");
    } else if (climb(agreed)) {
      steps.confirmNothingLeft("Verify that nothing is left to do", look(List.of()));
    }
  }

  /** By the uid that was noted on it; an absent cluster is told by the look at its version. */
  private ClusterRef known() {
    ControlPlaneFact found =
        steps.on(slice.ref(), ControlPlane.class, Patience.API).inspect(slice.ref(), List.of());
    return ClusterReader.known(slice.ref(), found);
  }

  /** Pools by the name that they keep; a copy is the same pool. */
  private List<String> parts() {
    List<String> parts = new ArrayList<>(List.of("control-plane", "components"));
    reader.pools().stream()
        .map(pool -> "pool/" + PoolNames.base(pool.name()))
        .distinct()
        .sorted()
        .forEach(parts::add);
    return parts;
  }

  private UpgradePlan look(List<Blocker> others) {
    facts = reader.read(blueprint, others);
    return UpgradePlanner.plan(facts, request, steps.clock().now());
  }

  /** Typed versions are about where the run began. */
  private UpgradePlan lookAgain() {
    facts = reader.read(blueprint, List.of());
    Request rest =
        new Request(
            request.cluster(),
            request.target(),
            "",
            "",
            request.waive(),
            false,
            request.requester(),
            request.timeFactor());
    return UpgradePlanner.plan(facts, rest, steps.clock().now());
  }

  private UpgradePlan approve(UpgradePlan plan) {
    List<ApprovalGroup> groups = plan.changes().isEmpty() ? List.of() : List.of(whole(plan));
    if (steps.approve(groups).isEmpty() && !groups.isEmpty()) {
      steps.rejected();
    }
    return groups.isEmpty()
        ? plan
        : steps.confirm(
            "Approve what changed before the start",
            UpgradePlan.class,
            plan,
            this::lookAgain,
            policy(plan));
  }

  /** Returns whether it got to the top. */
  private boolean climb(UpgradePlan agreed) {
    SmokeCheck smoke = new SmokeCheck(steps, slice, cluster, blueprint);
    ControlPlaneMove controlPlane =
        new ControlPlaneMove(steps, slice, cluster, blueprint, smoke, request.timeFactor());
    Bake bake = new Bake(steps, slice, cluster, policy(agreed));
    PoolMoves pools = new PoolMoves(steps, slice, cluster, smoke, policy(agreed));
    UpgradePlan rest = agreed;
    while (true) {
      Hop hop = rest.hops().get(0);
      controlPlane.move(hop);
      if (hop.moves() && !bake.goesOn(hop)) {
        controlPlane.rollBack(hop);
        return false;
      }
      boolean last = rest.hops().size() == 1;
      pools.move(hop, last);
      if (last) {
        smoke.check("at the end");
        return true;
      }
      rest = next(rest.afterFirst());
    }
  }

  /** Looks again before a point of no return, and asks again where policy says so. */
  private UpgradePlan next(UpgradePlan expected) {
    Hop hop = expected.hops().get(0);
    UpgradePlan rest =
        steps.confirm(
            "Approve what changed before " + hop.to(),
            UpgradePlan.class,
            expected,
            this::lookAgain,
            policy(expected));
    if (hop.moves() && slice.upgrade().approveEachHop()) {
      if (steps.approve(List.of(single(rest, hop))).isEmpty()) {
        steps.rejected();
      }
    }
    return rest;
  }

  private ApprovalGroup whole(UpgradePlan plan) {
    return new ApprovalGroup(
        "the whole upgrade",
        "Upgrade cluster %s from %s to %s? What is rejected is not begun."
            .formatted(cluster, facts.cloud().version().version(), request.target()),
        Stream.concat(plan.notes().stream(), lines(plan.changes().stream())).toList(),
        policy(plan));
  }

  private ApprovalGroup single(UpgradePlan plan, Hop hop) {
    Stream<String> known =
        Stream.of(
            facts.inside().online() + " users are online",
            Outlook.wayBack(facts.cloud().version().rollback(), hop));
    return new ApprovalGroup(
        "the move to " + hop.to(),
        "Move the control plane of %s from %s to %s now?".formatted(cluster, hop.from(), hop.to()),
        Stream.concat(known, lines(hop.changes().stream())).toList(),
        policy(plan));
  }

  private static Stream<String> lines(Stream<Change> changes) {
    return changes.map(change -> change.verb() + " " + change.target() + ": " + change.detail());
  }

  private Policy policy(UpgradePlan plan) {
    List<Kind> kinds = new ArrayList<>();
    if (plan.destructive()) {
      kinds.add(Kind.DESTRUCTIVE);
    }
    if (cluster.production()) {
      kinds.add(Kind.PRODUCTION);
    }
    return slice.approvals().policy("upgrade", kinds);
  }
}
