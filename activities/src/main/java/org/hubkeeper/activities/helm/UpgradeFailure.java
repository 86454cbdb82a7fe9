package org.hubkeeper.activities.helm;

import java.util.List;
import org.hubkeeper.activities.helm.Helm.Session;
import org.hubkeeper.activities.helm.HelmProcess.Outcome;
import org.hubkeeper.activities.helm.Releases.Revision;
import org.hubkeeper.workflows.activity.Charts.ReleaseFact;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.Component;

/**
 * What a failed upgrade amounts to. Helm's words are shown to people and never read by us: how long
 * it took, and how often it has failed in a row, decide.
 */
final class UpgradeFailure {

  private static final int MOST_CHARACTERS = 800;

  /** The first release on new nodes pulls many images; after that, waiting alone won't help. */
  private static final int TIME_OUTS = 3;

  /** Once may be an accident on the way to the API server. */
  private static final int REFUSALS = 2;

  private final Session session;
  private final Component component;
  private final Masks masks;

  UpgradeFailure(Session session, Component component, Masks masks) {
    this.session = session;
    this.component = component;
    this.masks = masks;
  }

  RuntimeException of(Outcome outcome, ReleaseFact after, boolean timeOver) {
    String release = component.namespace() + "/" + component.release();
    int inARow = after.revision() == 0 ? 0 : failedInARow();
    if (timeOver && inARow < TIME_OUTS) {
      return Failures.notReady(
          Blocker.of(
              "release " + release,
              "what it started was not ready within %d min".formatted(component.timeoutMinutes()),
              "it is tried again; see `kubectl get pods -n %s`".formatted(component.namespace())));
    }
    if (!timeOver && inARow > 0 && inARow < REFUSALS) {
      return Failures.of(
          FailureKind.UNAVAILABLE,
          "the upgrade of %s failed once and is tried again: %s"
              .formatted(release, told(outcome, masks)),
          null);
    }
    return session.failed(
        timeOver
            ? "%s was not ready within %d min, %d times in a row"
                .formatted(release, component.timeoutMinutes(), inARow)
            : "Helm can't make " + release + " as wanted",
        new Outcome(outcome.status(), "", "", false),
        told(outcome, masks));
  }

  /** What Helm complained of, without secrets and not at length. */
  static String told(Outcome outcome, Masks masks) {
    return cut(masks.apply(outcome.complaints()));
  }

  static String cut(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " | ");
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
  }

  private int failedInARow() {
    List<Revision> history = new Releases(session, component).history();
    int failed = 0;
    while (failed < history.size() && history.get(failed).status().equals("failed")) {
      failed++;
    }
    return failed;
  }
}
