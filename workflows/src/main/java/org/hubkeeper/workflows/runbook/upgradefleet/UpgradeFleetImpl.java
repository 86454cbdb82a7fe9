package org.hubkeeper.workflows.runbook.upgradefleet;

import io.temporal.common.converter.RawValue;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.runbook.upgradefleet.Waves.Wave;

/**
 * Several clusters, wave by wave.
 *
 * <ol>
 *   <li>Let each cluster's own runbook plan; what has nothing to do or is blocked is left out.
 *   <li>People approve the waves, and production once more when the test clusters are through.
 *   <li>Each cluster of a wave has a run of its own, which asks its own questions. When too many
 *       have failed no further wave begins.
 *   <li>What was not reached fails the run, by name.
 * </ol>
 */
public final class UpgradeFleetImpl implements UpgradeFleet {

  private final Steps steps = Steps.register("upgrade-fleet");
  private final Map<String, ClusterSlice> slices = new LinkedHashMap<>();
  private final List<Change> open = new ArrayList<>();
  private Request request;
  private int failed;
  private boolean production;

  @Override
  public Report run(RawValue input) {
    return steps.runbook(input, Request.class, this::upgrade);
  }

  private void upgrade(Request asked) {
    request = asked;
    request.names().forEach(name -> slices.put(name, steps.lookUp(request, name)));
    List<Finding> findings = new ArrayList<>();
    List<ClusterRef> ready = new ArrayList<>();
    steps.sideBySide(List.copyOf(slices.values()), slice -> plan(slice.ref(), findings, ready));
    // They answer in any order; the fleet file's is the one that people know.
    List<ClusterRef> ordered =
        slices.values().stream().map(ClusterSlice::ref).filter(ready::contains).toList();
    List<Wave> waves = Waves.of(ordered, request.atOnce());
    FleetPlan plan = steps.plan(FleetPlan.class, () -> written(waves, findings));
    if (request.planOnly()) {
      steps.skip("Approve", "only a plan was asked for; no lock was taken, so it may be stale");
    } else if (waves.isEmpty()) {
      steps.skip("Approve", "nothing to do");
    } else {
      open.addAll(plan.changes());
      approve(plan, waves);
      waves.forEach(this::wave);
      steps.confirmNothingLeft(
          "Verify that every cluster got there", new FleetPlan(open, List.of(), List.of()));
    }
  }

  private void plan(ClusterRef cluster, List<Finding> findings, List<ClusterRef> ready) {
    Outcome planned = child("Plan " + cluster, cluster, true);
    List<Finding> blocking =
        planned.report().stream()
            .flatMap(report -> report.plan().findings().stream())
            .filter(Finding::blocking)
            .toList();
    if (planned.report().isEmpty()) {
      findings.add(left(cluster, "its plan failed: " + planned.why()));
    } else if (!blocking.isEmpty()) {
      Finding first = blocking.get(0);
      findings.add(left(cluster, first.code() + ": " + first.text()));
    } else if (planned.report().get().plan().size() > 0) {
      ready.add(cluster);
    }
  }

  private static Finding left(ClusterRef cluster, String why) {
    return new Finding(
        "CLUSTER_BLOCKED",
        false,
        "cluster " + cluster + " is left out: " + why,
        "hubkeeper plan upgrade --cluster " + cluster);
  }

  private FleetPlan written(List<Wave> waves, List<Finding> findings) {
    List<Change> changes = new ArrayList<>();
    waves.forEach(
        wave -> wave.clusters().forEach(cluster -> changes.add(change(wave.number(), cluster))));
    return new FleetPlan(
        changes,
        findings.stream().sorted(Comparator.comparing(Finding::message)).toList(),
        List.of(
            "each cluster has a run of its own, which asks for its own plan",
            "no further wave begins once " + request.failures() + " have failed"));
  }

  private Change change(int wave, ClusterRef cluster) {
    return new Change(
        Verb.UPDATE,
        "cluster " + cluster,
        "to %s, wave %d, %s".formatted(request.target(), wave, cluster.environment()));
  }

  private void approve(FleetPlan plan, List<Wave> waves) {
    List<String> details =
        plan.changes().stream().map(change -> change.target() + ": " + change.detail()).toList();
    ask("the waves", "Upgrade these clusters, wave by wave?", details, waves.get(0).production());
  }

  private void ask(String name, String text, List<String> details, boolean production) {
    ApprovalGroup group = new ApprovalGroup(name, text, details, policy(production));
    if (steps.approve(List.of(group)).isEmpty()) {
      steps.rejected();
    }
  }

  private void wave(Wave wave) {
    if (failed >= request.failures()) {
      steps.skip("Wave " + wave.number(), failed + " clusters have failed");
      return;
    }
    if (wave.production() && !production && wave.number() > 1) {
      ask(
          "production",
          "The test clusters are through, %d of them failed. Go on to production?"
              .formatted(failed),
          wave.clusters().stream().map(cluster -> "first: cluster " + cluster).toList(),
          true);
    }
    production = wave.production();
    steps.sideBySide(wave.clusters(), cluster -> cluster(wave.number(), cluster));
  }

  private void cluster(int wave, ClusterRef cluster) {
    Outcome outcome = child("Wave " + wave + ": upgrade " + cluster, cluster, false);
    String why = outcome.report().isEmpty() ? outcome.why() : unfinished(cluster, outcome);
    if (why.isEmpty()) {
      open.remove(change(wave, cluster));
      steps.result("cluster " + cluster + " is at " + request.target());
    } else {
      failed++;
      steps.result("cluster " + cluster + " failed: " + why);
    }
  }

  /** A run may end well and yet not there: a person may have taken it back. */
  private String unfinished(ClusterRef cluster, Outcome outcome) {
    if (outcome.report().get().status() != Status.COMPLETED) {
      return outcome.report().get().status() + ": " + outcome.report().get().error();
    }
    KubeVersion now =
        steps.call(
            "Look where " + cluster + " is",
            () -> steps.on(cluster, Upgrades.class, Patience.API).inspect(cluster).version());
    return now.equals(KubeVersion.parse(request.target())) ? "" : "it was taken back to " + now;
  }

  /** A cluster's own report, or why there is none. */
  private record Outcome(Optional<Report> report, String why) {}

  private Outcome child(String step, ClusterRef cluster, boolean planOnly) {
    String id =
        "%s/%s%s".formatted(Workflow.getInfo().getWorkflowId(), cluster, planOnly ? "/plan" : "");
    return steps.child(
        step,
        () -> {
          steps.note("run " + id + ", which asks for itself");
          try {
            return new Outcome(
                Optional.of(
                    Workflow.newUntypedChildWorkflowStub(
                            "Upgrade",
                            ChildWorkflowOptions.newBuilder()
                                .setWorkflowId(id)
                                .setStaticSummary("Upgrade of " + cluster)
                                .build())
                        .execute(Report.class, input(cluster, planOnly))),
                "");
          } catch (ChildWorkflowFailure e) {
            if (CancellationScope.current().isCancelRequested()) {
              throw e;
            }
            return new Outcome(Optional.empty(), Failures.told(e).message());
          }
        });
  }

  private Map<String, Object> input(ClusterRef cluster, boolean planOnly) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("cluster", cluster.name());
    input.put("target", request.target());
    input.put("planOnly", planOnly);
    input.put("requester", request.requester());
    input.put("timeFactor", request.timeFactor());
    return input;
  }

  private Policy policy(boolean production) {
    List<Kind> kinds = production ? List.of(Kind.PRODUCTION) : List.of();
    return slices.values().stream()
        .filter(slice -> slice.ref().production() == production)
        .findFirst()
        .orElseThrow()
        .approvals()
        .policy("upgrade-fleet", kinds);
  }
}
