package org.hubkeeper.activities.helm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.activities.helm.Helm.Session;
import org.hubkeeper.activities.helm.HelmProcess.Outcome;
import org.hubkeeper.activities.helm.Releases.Found;
import org.hubkeeper.activities.helm.Releases.Revision;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.Component;

/**
 * Frees a release that a killed Helm left pending: Helm itself would refuse for ever.
 *
 * <ol>
 *   <li>A Helm that another machine's worker started may still be at work: it gets its time.
 *   <li>A release that was good once goes back to its last good revision.
 *   <li>One that never was good is removed; nothing that people use hangs on it.
 * </ol>
 */
final class ReleaseRepair {

  private static final Set<String> GOOD = Set.of("deployed", "superseded");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Session session;
  private final Component component;
  private final RunningMark mark;
  private final Releases releases;

  ReleaseRepair(Session session, Component component, RunningMark mark) {
    this.session = session;
    this.component = component;
    this.mark = mark;
    this.releases = new Releases(session, component);
  }

  /**
   * Repairs and returns what to throw: the next look finds the release as it is then.
   *
   * @param leftBehind whether it is known that whoever left it pending has ended
   */
  RuntimeException repair(String digest, boolean leftBehind) {
    Found found = releases.find();
    Instant end =
        found.updated().plus(Duration.ofMinutes(component.timeoutMinutes())).plus(Upgrade.GRACE);
    if (!leftBehind && Instant.now().isBefore(end) && releases.madeOf(digest)) {
      return Failures.notReady(
          Blocker.of(
              "release " + releases.name(),
              "a run of Helm that another worker began",
              "it is repaired at " + end + " if it has not ended by then"));
    }
    Optional<Revision> good =
        releases.history().stream().filter(each -> GOOD.contains(each.status())).findFirst();
    boolean removing = good.isEmpty() || found.status().equals("uninstalling");
    Outcome outcome =
        session.change(LIMIT, Helm.NOTHING, removing ? removal() : back(good.get()), mark);
    if (!outcome.ok()) {
      return session.failed(
          "the repair of " + releases.name(), outcome, UpgradeFailure.cut(outcome.complaints()));
    }
    return Failures.notReady(
        Blocker.of(
            "release " + releases.name(),
            "its status was " + found.status(),
            removing
                ? "the half-made release was removed; it is installed anew"
                : "it went back to revision " + good.get().number() + "; the change is made anew"));
  }

  private List<String> removal() {
    return List.of(
        "uninstall", component.release(), "--namespace", component.namespace(), "--wait");
  }

  private List<String> back(Revision good) {
    return List.of(
        "rollback",
        component.release(),
        Integer.toString(good.number()),
        "--namespace",
        component.namespace());
  }
}
