package org.hubkeeper.workflows.runbook.upgrade;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.activity.ApiUsage;
import org.hubkeeper.workflows.activity.Charts;
import org.hubkeeper.workflows.activity.ControlPlane;
import org.hubkeeper.workflows.activity.ControlPlane.ControlPlaneFact;
import org.hubkeeper.workflows.activity.Proofs;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.activity.Upgrades.AddonFact;
import org.hubkeeper.workflows.activity.Upgrades.AddonOutcome;
import org.hubkeeper.workflows.activity.Upgrades.Rollback;
import org.hubkeeper.workflows.cluster.ClusterReader;
import org.hubkeeper.workflows.cluster.Texts;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.runbook.upgrade.RollbackWindow.Window;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.AddonMove;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.Hop;

/** A control plane with all that follows its version before any node does, and the way back. */
final class ControlPlaneMove {

  private final Steps steps;
  private final ClusterSlice slice;
  private final ClusterRef cluster;
  private final Optional<Blueprint> blueprint;
  private final SmokeCheck smoke;
  private final double timeFactor;

  ControlPlaneMove(
      Steps steps,
      ClusterSlice slice,
      ClusterRef cluster,
      Optional<Blueprint> blueprint,
      SmokeCheck smoke,
      double timeFactor) {
    this.steps = steps;
    this.slice = slice;
    this.cluster = cluster;
    this.blueprint = blueprint;
    this.smoke = smoke;
    this.timeFactor = timeFactor;
  }

  /**
   * The control plane, whether it serves, the add-ons in their order, components, a smoke check.
   */
  void move(Hop hop) {
    if (hop.moves()) {
      steps.run(
          "Move the control plane to " + hop.to(),
          () -> on(Upgrades.class, Patience.CLUSTER).ensureVersion(cluster, hop.from(), hop.to()));
      serving(hop.to());
      warnInTime(hop);
    }
    hop.addons().forEach(addon -> addon(hop, addon));
    hop.components().forEach(name -> component(hop, name));
    if (hop.moves()) {
      smoke.check("of the control plane at " + hop.to());
    }
  }

  /** Takes the control plane back; nodes have not moved yet. */
  void rollBack(Hop hop) {
    steps.run(
        "Roll the control plane back to " + hop.from(),
        () -> on(Upgrades.class, Patience.CLUSTER).ensureRolledBack(cluster, hop.to(), hop.from()));
    serving(hop.from());
    smoke.check("of the control plane back at " + hop.from());
    steps.result("the control plane is back at " + hop.from() + "; nodes were left alone");
    steps.result("not rolled back: what is stored in the cluster, and what was written since");
    hop.addons()
        .forEach(
            addon ->
                steps.result(
                    "not rolled back: add-on " + addon.name() + " stays at " + addon.version()));
    hop.components()
        .forEach(name -> steps.result("not rolled back: component " + name + ", for " + hop.to()));
  }

  /** The provider's word alone is not believed. */
  private void serving(KubeVersion version) {
    steps.prove(
        "Check that it serves " + version,
        () -> on(ApiUsage.class, Patience.CLOUD).awaitServing(cluster, version).full());
  }

  /** A word to the owners before the way back closes, however long the run takes. */
  private void warnInTime(Hop hop) {
    Rollback rollback =
        steps.call(
            "Look until when " + hop.to() + " can be rolled back",
            () -> on(Upgrades.class, Patience.API).inspect(cluster).rollback());
    if (rollback.until().equals(Instant.EPOCH)) {
      return;
    }
    steps.result(Outlook.wayBackUntil(rollback, hop.from(), slice.timeZone()));
    RollbackWindow child =
        Workflow.newChildWorkflowStub(
            RollbackWindow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId("rollback-window/" + cluster + "/" + hop.to())
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary("Warns before " + hop.to() + " can't be rolled back any more")
                .build());
    Async.function(
            child::run,
            new Window(
                cluster,
                slice.owners(),
                slice.timeZone(),
                hop.from(),
                hop.to(),
                rollback.until(),
                timeFactor))
        .handle((ended, why) -> null);
    try {
      Workflow.getWorkflowExecution(child).get();
    } catch (ChildWorkflowFailure e) {
      // An earlier run of the same move has one already.
    }
  }

  /** A version that the provider offers and then refuses is not tried again by a RETRY. */
  private void addon(Hop hop, AddonMove move) {
    List<String> refused = new ArrayList<>();
    steps.prove(
        "Add-on " + move.name() + " for " + hop.to(),
        () -> {
          String version = refused.isEmpty() ? move.version() : another(hop, move, refused);
          try {
            AddonOutcome outcome =
                on(Upgrades.class, Patience.CLOUD).ensureAddon(cluster, move.name(), version);
            return told(outcome);
          } catch (ActivityFailure e) {
            if (Failures.told(e).kind() == FailureKind.REJECTED) {
              refused.add(version);
            }
            throw e;
          }
        });
  }

  private String another(Hop hop, AddonMove move, List<String> refused) {
    return on(Upgrades.class, Patience.API).addons(cluster, List.of(hop.from(), hop.to())).stream()
        .filter(addon -> addon.name().equals(move.name()))
        .findFirst()
        .flatMap(addon -> next(addon, hop, refused))
        .orElse(move.version());
  }

  private static Optional<String> next(AddonFact addon, Hop hop, List<String> refused) {
    return AddonChoice.choose(addon, addon.version(), hop.from(), hop.to(), refused);
  }

  private static String told(AddonOutcome outcome) {
    return outcome.conflicts().isEmpty()
        ? outcome.version()
        : outcome.version() + "; kept what others had set: " + Steps.some(outcome.conflicts());
  }

  private void component(Hop hop, String name) {
    Blueprint wanted = blueprint.orElseThrow();
    Component component = wanted.component(name).orElseThrow();
    steps.prove(
        "Component " + name + " for " + hop.to(),
        () -> {
          Texts texts = texts(wanted, hop);
          Charts charts = on(Charts.class, Patience.HELM);
          String digest = charts.resolve(cluster, component.chart()).digest();
          var release = charts.ensure(cluster, component, digest, texts.facts());
          String ready =
              on(Proofs.class, Patience.CLOUD)
                  .prove(
                      cluster,
                      component,
                      new Component.Proof("workloads", Map.of()),
                      texts.facts());
          return release.chart() + " deployed, revision " + release.revision() + "; " + ready;
        });
  }

  private Texts texts(Blueprint wanted, Hop hop) {
    List<Identity> identities =
        new Texts(cluster, wanted).identities(ClusterReader.identities(wanted));
    ControlPlaneFact found = on(ControlPlane.class, Patience.API).inspect(cluster, identities);
    return new Texts(cluster, wanted)
        .vpc(found.vpc())
        .version(hop.to().toString())
        .roles(found.identities());
  }

  private <T> T on(Class<T> activities, Patience patience) {
    return steps.on(cluster, activities, patience);
  }
}
