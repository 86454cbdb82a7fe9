package org.hubkeeper.workflows.runbook.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.activity.Upgrades.Rollback;
import org.hubkeeper.workflows.kernel.Clock;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.model.UpgradePolicy.Role;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.Hop;

/** What people want to know of a plan beyond its changes: how long, who, and what is final. */
final class Outlook {

  /** Ten to fifteen minutes are usual. */
  private static final int MOVE_MINUTES = 15;

  private static final int ADDON_MINUTES = 3;
  private static final int POOL_MINUTES = 15;

  private Outlook() {}

  static List<String> notes(UpgradeFacts facts, List<Hop> hops) {
    if (hops.isEmpty()) {
      return List.of("control plane and nodes are at the target already");
    }
    List<String> notes = new ArrayList<>();
    notes.add(facts.inside().online() + " users are online");
    long moves = hops.stream().filter(Hop::moves).count();
    int bake = facts.slice().upgrade().bakeHours();
    notes.add(
        "about %s of work, %d h of watching after each of %d moves of the control plane"
            .formatted(words(work(hops)), bake, moves));
    if (hops.stream().anyMatch(hop -> !hop.pools(Role.USER).isEmpty())) {
      notes.add(
          "pools of users go once their last user has left; after %d days a person is asked"
              .formatted(facts.slice().upgrade().usersDays()));
    }
    hops.stream()
        .filter(Hop::moves)
        .forEach(hop -> notes.add(wayBack(facts.cloud().version().rollback(), hop)));
    return notes;
  }

  /** Of a hop before it is made. */
  static String wayBack(Rollback rollback, Hop hop) {
    return rollback.offered()
        ? ("the move to %s can be rolled back to %s for %s after it, as long as nodes stay behind;"
                + " what is stored, workloads and add-ons do not go back with it")
            .formatted(hop.to(), hop.from(), words(Duration.ofHours(rollback.windowHours())))
        : "the move to " + hop.to() + " cannot be reversed: this provider offers no way back";
  }

  /** Of a hop that has been made. */
  static String wayBackUntil(Rollback rollback, KubeVersion from, String timeZone) {
    return rollback.until().equals(Instant.EPOCH)
        ? "the control plane cannot be rolled back"
        : "the control plane can be rolled back to %s by %s"
            .formatted(from, Clock.localAndUtc(rollback.until(), timeZone));
  }

  private static Duration work(List<Hop> hops) {
    long minutes = 0;
    for (Hop hop : hops) {
      minutes += hop.moves() ? MOVE_MINUTES : 0;
      minutes += (long) hop.addons().size() * ADDON_MINUTES;
      minutes += (long) hop.pools(Role.CORE).size() * POOL_MINUTES;
      // Pools of users are emptied side by side.
      minutes += hop.pools(Role.USER).isEmpty() ? 0 : POOL_MINUTES;
    }
    return Duration.ofMinutes(minutes);
  }

  private static String words(Duration duration) {
    if (duration.toHours() >= 48) {
      return duration.toDays() + " days";
    }
    return duration.toMinutes() >= 120
        ? duration.toHours() + " h"
        : duration.toMinutes() + " minutes";
  }
}
