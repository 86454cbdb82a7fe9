package org.hubkeeper.workflows.runbook.upgrade;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.activity.NodePools.Kind;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Upgrades.AddonFact;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.model.UpgradePolicy;
import org.hubkeeper.workflows.model.UpgradePolicy.Skew;
import org.hubkeeper.workflows.runbook.upgrade.Ladder.Rung;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.AddonMove;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.Hop;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.PoolMove;

/**
 * Decides how a cluster gets from where it is to a target. Pure.
 *
 * <ol>
 *   <li>What was typed must fit what is there.
 *   <li>The {@link Ladder} gives the order of control plane and pools.
 *   <li>Add-ons follow each move of the control plane, {@link AddonChoice}; one that is not offered
 *       for where the control plane is already is caught up first.
 *   <li>{@link Preflight} says what stands in the way.
 * </ol>
 */
final class UpgradePlanner {

  private final UpgradeFacts facts;
  private final KubeVersion target;
  private final KubeVersion live;
  private final UpgradePolicy policy;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, String> addons = new LinkedHashMap<>();

  private UpgradePlanner(UpgradeFacts facts, KubeVersion target) {
    this.facts = facts;
    this.target = target;
    this.live = facts.cloud().version().version();
    this.policy = facts.slice().upgrade();
    facts.cloud().pools().forEach(pool -> names.put(pool.name(), pool.name()));
    facts.cloud().addons().forEach(addon -> addons.put(addon.name(), addon.version()));
  }

  /** The plan at a time, for what somebody has asked for. */
  static UpgradePlan plan(UpgradeFacts facts, Upgrade.Request asked, Instant now) {
    return new UpgradePlanner(facts, KubeVersion.parse(asked.target())).plan(asked, now);
  }

  private UpgradePlan plan(Upgrade.Request asked, Instant now) {
    typed(asked);
    List<Hop> hops = findings.isEmpty() ? hops() : List.of();
    if (!hops.isEmpty()) {
      findings.addAll(new Preflight(facts, hops, target, now).findings());
    }
    findings.addAll(facts.findings());
    return new UpgradePlan(
        hops, Waivers.read(asked.waive()).over(findings), Outlook.notes(facts, hops));
  }

  /** Typed versions are only ever compared. */
  private void typed(Upgrade.Request asked) {
    if (!asked.from().isEmpty() && !KubeVersion.parse(asked.from()).equals(live)) {
      refuse(
          Check.SOURCE_DIFFERS,
          "from %s was typed, but the control plane is at %s".formatted(asked.from(), live),
          "leave from out: it is read from the cluster");
    }
    TypedPath.read(asked.path())
        .wrong(live, target)
        .ifPresent(why -> refuse(Check.PATH_WRONG, why, "leave path out: the plan has its own"));
    if (target.olderThan(live)) {
      refuse(
          Check.TARGET_OLDER,
          "the target %s is older than %s, which runs".formatted(target, live),
          "a control plane is taken back in the bake of the run that moved it, and only then");
    } else if (!target.equals(live) && !facts.cloud().version().offered().contains(target)) {
      refuse(
          Check.TARGET_UNKNOWN,
          "%s is not offered; offered: %s".formatted(target, facts.cloud().version().offered()),
          "take one of those");
    }
    facts.cloud().pools().stream()
        .filter(pool -> pool.version().newerThan(live))
        .forEach(
            pool ->
                refuse(
                    Check.NODES_NEWER,
                    "pool %s is at %s, the control plane at %s"
                        .formatted(pool.name(), pool.version(), live),
                    "replace the pool by one of " + live + ", or finish the control plane's move"));
  }

  private void refuse(Check check, String message, String remedy) {
    findings.add(new Finding(check.name(), true, message, remedy));
  }

  private List<Hop> hops() {
    List<Rung> rungs =
        facts.cloud().pools().stream()
            .map(pool -> new Rung(pool.name(), pool.version(), lockstep(pool)))
            .toList();
    List<Hop> hops = new ArrayList<>();
    List<Ladder.Hop> ladder = Ladder.climb(live, rungs, target);
    List<AddonMove> late = late();
    if (!late.isEmpty() && (ladder.isEmpty() || ladder.get(0).moves())) {
      hops.add(new Hop(live, live, late, List.of(), List.of()));
    }
    for (Ladder.Hop hop : ladder) {
      hops.add(
          new Hop(
              hop.from(),
              hop.to(),
              hop.moves() ? addons(hop.from(), hop.to()) : late,
              hop.moves() ? components() : List.of(),
              // A copy that an earlier run has left beside its pool is the same pool by then.
              hop.rolls().stream().map(this::move).distinct().toList()));
    }
    return hops;
  }

  /** A provider demands it of the groups that it manages, whatever the fleet file says. */
  private boolean lockstep(PoolFact pool) {
    return pool.kind() == Kind.MANAGED || policy.skew() == Skew.LOCKSTEP;
  }

  /** Add-ons that are not offered for the minor that runs: an earlier run ended before them. */
  private List<AddonMove> late() {
    return sorted().stream()
        .filter(addon -> !AddonChoice.fits(addon, addons.get(addon.name()), live))
        .flatMap(addon -> choose(addon, live, live).stream())
        .toList();
  }

  private List<AddonMove> addons(KubeVersion from, KubeVersion to) {
    return sorted().stream().flatMap(addon -> choose(addon, from, to).stream()).toList();
  }

  private List<AddonFact> sorted() {
    return facts.cloud().addons().stream()
        .sorted((one, other) -> AddonChoice.order().compare(one.name(), other.name()))
        .toList();
  }

  private Optional<AddonMove> choose(AddonFact addon, KubeVersion from, KubeVersion to) {
    String installed = addons.get(addon.name());
    Optional<String> version = AddonChoice.choose(addon, installed, from, to, List.of());
    if (version.isEmpty()) {
      findings.add(
          new Finding(
              Check.ADDON_UNAVAILABLE.name(),
              true,
              "no version of %s from %s on is offered for %s"
                  .formatted(addon.name(), installed, to),
              "remove the add-on, or wait until the provider offers one"));
      return Optional.empty();
    }
    addons.put(addon.name(), version.get());
    return version
        .filter(chosen -> !chosen.equals(installed))
        .map(chosen -> new AddonMove(addon.name(), chosen));
  }

  /** Components whose values say that they follow the version of Kubernetes. */
  private List<String> components() {
    return facts.blueprint().stream()
        .flatMap(blueprint -> blueprint.components().stream())
        .filter(component -> component.values().contains("${version}"))
        .map(Component::name)
        .toList();
  }

  private PoolMove move(Ladder.Roll roll) {
    PoolFact fact =
        facts.cloud().pools().stream()
            .filter(pool -> pool.name().equals(roll.pool()))
            .findFirst()
            .orElseThrow();
    String now = names.get(roll.pool());
    String copy = PoolNames.update(policy, fact) ? now : PoolNames.copy(now, roll.to());
    names.put(roll.pool(), copy);
    return new PoolMove(
        now,
        copy,
        roll.from(),
        roll.to(),
        fact.kind(),
        PoolNames.role(policy, fact),
        PoolNames.own(policy, fact).update());
  }
}
