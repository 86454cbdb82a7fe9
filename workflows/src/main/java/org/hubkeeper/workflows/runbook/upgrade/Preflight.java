package org.hubkeeper.workflows.runbook.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Disruptions.BackupFact;
import org.hubkeeper.workflows.activity.Hubs.HubFact;
import org.hubkeeper.workflows.activity.NodePools.Kind;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.activity.Nodes.ZonalVolumes;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.model.UpgradePolicy.Role;
import org.hubkeeper.workflows.model.UpgradePolicy.Update;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.Hop;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.PoolMove;

/**
 * What stands in the way of a plan, or should be known before it is approved. Pure. Messages of
 * what blocks hold no counts or ages that differ from one look to the next.
 */
final class Preflight {

  /** How far ahead people want to know of events. */
  private static final Duration SOON = Duration.ofHours(48);

  private final UpgradeFacts facts;
  private final List<Hop> hops;
  private final KubeVersion target;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  Preflight(UpgradeFacts facts, List<Hop> hops, KubeVersion target, Instant now) {
    this.facts = facts;
    this.hops = hops;
    this.target = target;
    this.now = now;
  }

  List<Finding> findings() {
    calendar();
    health();
    underWay();
    nodes();
    volumes();
    findings.addAll(new ApiFindings(facts, target, now).findings());
    drains();
    backup();
    hubs();
    findings.addAll(new OwnerFindings(facts, hops, target).findings());
    return findings;
  }

  private void calendar() {
    ClusterSlice slice = facts.slice();
    slice.frozen(now).ifPresent(why -> block(Check.FREEZE_WINDOW, why, "run it after the window"));
    if (slice.frozen(now).isEmpty()) {
      slice
          .freezing(now, SOON)
          .ifPresent(why -> warn(Check.FREEZE_SOON, why, "be done before, or begin after it"));
    }
    slice
        .events(now, SOON)
        .forEach(event -> warn(Check.EVENT_SOON, event, "ask its people, or begin after it"));
  }

  private void health() {
    facts
        .cloud()
        .version()
        .issues()
        .forEach(
            issue -> block(Check.CLUSTER_HEALTH, "control plane: " + issue, "cure that first"));
    for (PoolFact pool : facts.cloud().pools()) {
      boolean underConstruction =
          hops.stream().flatMap(hop -> hop.pools().stream()).anyMatch(m -> isCopy(m, pool));
      if (!underConstruction) {
        pool.issues()
            .forEach(
                issue ->
                    block(
                        Check.POOL_HEALTH,
                        "pool " + pool.name() + ": " + issue,
                        "cure that first"));
      }
    }
    facts
        .cloud()
        .addons()
        .forEach(
            addon ->
                addon
                    .issues()
                    .forEach(
                        issue ->
                            block(
                                Check.ADDON_HEALTH,
                                "add-on " + addon.name() + ": " + issue,
                                "cure that first")));
  }

  /** A copy that an earlier run has begun is looked after by its step. */
  private static boolean isCopy(PoolMove move, PoolFact pool) {
    return move.copies() && move.copy().equals(pool.name());
  }

  private void underWay() {
    facts
        .cloud()
        .version()
        .running()
        .forEach(
            update ->
                warn(
                    Check.UPDATE_RUNNING,
                    "%s: %s %s %s since %s"
                        .formatted(
                            update.object(),
                            update.kind(),
                            update.id(),
                            update.detail(),
                            update.since()),
                    "the run waits for it, or goes on with it where it is its own next move"));
    facts
        .others()
        .forEach(held -> warn(Check.RUN_UNDER_WAY, held.toString(), "the run waits for it"));
  }

  private void nodes() {
    for (PoolNodes pool : facts.inside().nodes()) {
      if (pool.notReady() > 0) {
        block(
            Check.POOL_HEALTH,
            "pool " + pool.pool() + " has nodes that are not Ready",
            "kubectl get nodes; repair or remove them");
      }
      pool.marks()
          .forEach(
              mark ->
                  warn(
                      Check.LEFT_MARK,
                      "nodes of pool %s carry %s, by run %s"
                          .formatted(pool.pool(), mark.former(), mark.run()),
                      "it is taken over or given back when the pool is moved; or now: hubkeeper run restore-marks"));
    }
    for (PoolFact pool : facts.cloud().pools()) {
      skew(pool);
      if (pool.growth().there()) {
        warn(
            Check.LEFT_MARK,
            "pool %s is kept from growing, by run %s; before: %s"
                .formatted(pool.name(), pool.growth().run(), pool.growth().former()),
            "it is taken over or given back when the pool is moved; or now: hubkeeper run restore-marks");
      }
    }
    hops.forEach(hop -> hop.pools().forEach(this::move));
  }

  private void skew(PoolFact pool) {
    KubeVersion live = facts.cloud().version().version();
    if (live.ahead(pool.version()) > Ladder.maxLag(live)) {
      block(
          Check.SKEW,
          "pool %s is at %s, more than %d minors behind the control plane at %s"
              .formatted(pool.name(), pool.version(), Ladder.maxLag(live), live),
          "the plan moves it first; waive this to let it");
    }
  }

  private void move(PoolMove move) {
    if (move.role() == Role.USER && move.update() == Update.IN_PLACE) {
      block(
          Check.IN_PLACE_USERS,
          "pool " + move.pool() + " is of users, and an update in place drains it within minutes",
          "write update: copy for it into the fleet file");
    }
    if (move.kind() == Kind.PROVISIONED) {
      warn(
          Check.PROVISIONER,
          "pool " + move.pool() + " is replaced by its provisioner as its nodes drift",
          "give user pods the annotation karpenter.sh/do-not-disrupt: \"true\"");
    }
  }

  /** A copy has the zones of its pool. */
  private void volumes() {
    for (ZonalVolumes volumes : facts.inside().volumes()) {
      Optional<PoolFact> pool =
          facts.cloud().pools().stream()
              .filter(one -> one.name().equals(volumes.pool()))
              .findFirst();
      if (pool.isPresent()
          && replaced(volumes.pool())
          && !pool.get().zones().contains(volumes.zone())) {
        block(
            Check.ZONE_BOUND,
            "%s%s on pool %s is in zone %s, where the pool makes no nodes"
                .formatted(
                    volumes.database() ? "the hub's database " : "a volume of ",
                    volumes.workload(),
                    volumes.pool(),
                    volumes.zone()),
            "give the pool that zone, or move the volume by a snapshot");
      }
    }
  }

  private boolean replaced(String pool) {
    return hops.stream()
        .flatMap(hop -> hop.pools().stream())
        .anyMatch(move -> move.pool().equals(pool) && move.copies());
  }

  private boolean drained(List<String> pools) {
    return hops.stream()
        .flatMap(hop -> hop.pools().stream())
        .anyMatch(move -> pools.contains(move.pool()));
  }

  private void drains() {
    facts
        .inside()
        .webhooks()
        .forEach(
            hook ->
                add(
                    Check.WEBHOOK_DOWN,
                    hook.fails(),
                    "%s of %s, asked about %s: %s"
                        .formatted(hook.name(), hook.service(), hook.about(), hook.problem()),
                    "repair the service, or set failurePolicy: Ignore while it is down"));
    facts.inside().budgets().stream()
        .filter(budget -> drained(budget.pools()))
        .forEach(
            budget ->
                warn(
                    Check.BUDGET_BLOCKS,
                    "PodDisruptionBudget %s/%s of %s (%s) lets none of its pods go"
                        .formatted(
                            budget.namespace(), budget.name(), budget.owner(), budget.rule()),
                    "the drain waits for it; scale the owner up or relax the budget"));
    List<String> singles =
        facts.inside().singles().stream()
            .filter(single -> drained(List.of(single.pool())))
            .map(single -> single.name())
            .toList();
    if (!singles.isEmpty()) {
      warn(
          Check.SINGLE_REPLICA,
          "down while they move, a minute or so each: " + Steps.some(singles),
          "users are told beforehand where a hub has a way for it");
    }
    facts.inside().slow().stream()
        .filter(slow -> drained(List.of(slow.pool())))
        .forEach(
            slow ->
                warn(
                    Check.SLOW_END,
                    slow.workload() + " may take " + slow.graceSeconds() + " s to end",
                    "the drain waits for it"));
  }

  private void backup() {
    BackupFact backup = facts.inside().backup();
    int hours = facts.slice().upgrade().backupHours();
    boolean production = facts.slice().ref().production();
    if (backup.tool().isEmpty()) {
      add(Check.BACKUP_OLD, production, "nothing makes backups of the cluster", "install velero");
    } else if (backup.completed().isBefore(now.minus(Duration.ofHours(hours)))) {
      add(
          Check.BACKUP_OLD,
          production,
          "the newest backup by %s is older than %d h".formatted(backup.tool(), hours),
          "make one: velero backup create before-upgrade");
    }
  }

  private void hubs() {
    for (HubFact hub : facts.inside().hubs()) {
      if (!hub.problem().isEmpty()) {
        warn(
            Check.HUB_UNREACHABLE,
            "hub " + hub.hub() + " can't be asked: " + hub.problem(),
            "its proof will fail too; repair it first");
      } else if (!hub.api()) {
        warn(
            Check.HUB_API,
            "of hub " + hub.hub() + " no API is told: no server is started as a proof",
            "write api under the hub in the fleet file");
      }
    }
  }

  private void block(Check check, String message, String remedy) {
    add(check, true, message, remedy);
  }

  private void warn(Check check, String message, String remedy) {
    add(check, false, message, remedy);
  }

  private void add(Check check, boolean blocking, String message, String remedy) {
    findings.add(new Finding(check.name(), blocking, message, remedy));
  }
}
