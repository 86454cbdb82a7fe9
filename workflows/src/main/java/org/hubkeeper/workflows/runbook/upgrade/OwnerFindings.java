package org.hubkeeper.workflows.runbook.upgrade;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.model.UpgradePolicy;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.Hop;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.PoolMove;

/**
 * Who else believes to know how the cluster shall be, and what has to be changed in their files so
 * that they do not undo the upgrade. Pure.
 */
final class OwnerFindings {

  private final UpgradeFacts facts;
  private final List<Hop> hops;
  private final KubeVersion target;
  private final List<Finding> findings = new ArrayList<>();

  OwnerFindings(UpgradeFacts facts, List<Hop> hops, KubeVersion target) {
    this.facts = facts;
    this.hops = hops;
    this.target = target;
  }

  List<Finding> findings() {
    UpgradePolicy policy = facts.slice().upgrade();
    if (!policy.tool().isEmpty()) {
      warn(
          Check.OTHER_OWNER,
          policy.tool() + " owns the cluster by " + policy.file(),
          "change there: " + patch());
    }
    facts.cloud().pools().stream()
        .filter(pool -> !pool.owner().isEmpty() && !pool.owner().equals(policy.tool()))
        .filter(this::moves)
        .forEach(
            pool ->
                warn(
                    Check.OTHER_OWNER,
                    "pool " + pool.name() + " belongs to " + pool.owner() + " by its tags",
                    "change its file: " + patch(pool.name())));
    facts
        .inside()
        .owners()
        .forEach(
            owner ->
                warn(
                    Check.OTHER_OWNER,
                    "%s keeps %s as its own files say (%s)"
                        .formatted(owner.tool(), owner.object(), owner.evidence()),
                    "suspend its sync of what the plan changes"));
    facts
        .blueprint()
        .ifPresent(
            blueprint ->
                warn(
                    Check.DEFINITION,
                    "the cluster's definition says " + blueprint.definition().version(),
                    "change there once the run is done: " + patch()));
    if (facts.inside().serving().worker()) {
      warn(
          Check.WORKER_INSIDE,
          "this worker runs in the cluster that it upgrades: it is moved with its node",
          "the run goes on when it is back; better let it run elsewhere");
    }
    return findings;
  }

  private boolean moves(PoolFact pool) {
    return hops.stream()
        .flatMap(hop -> hop.pools().stream())
        .anyMatch(move -> move.pool().equals(pool.name()));
  }

  /** Lines to take away and to add, in the words of most such files. */
  private String patch() {
    List<String> lines = new ArrayList<>();
    KubeVersion live = facts.cloud().version().version();
    if (!live.equals(target)) {
      lines.add("-version: \"" + live + "\" +version: \"" + target + "\"");
    }
    facts.cloud().pools().forEach(pool -> renamed(pool.name()).ifPresent(lines::add));
    return lines.isEmpty() ? "nothing" : String.join("; ", lines);
  }

  private String patch(String pool) {
    return renamed(pool).orElse("-version of " + pool + " +version: \"" + target + "\"");
  }

  /** Over all hops, by the names that follow one another. */
  private Optional<String> renamed(String pool) {
    Set<String> names = new LinkedHashSet<>(List.of(pool));
    String last = pool;
    for (Hop hop : hops) {
      for (PoolMove move : hop.pools()) {
        if (names.contains(move.pool()) && move.copies()) {
          names.add(move.copy());
          last = move.copy();
        }
      }
    }
    return last.equals(pool) ? Optional.empty() : Optional.of("-name: " + pool + " +name: " + last);
  }

  private void warn(Check check, String message, String remedy) {
    findings.add(new Finding(check.name(), false, message, remedy));
  }
}
