package org.hubkeeper.workflows.runbook.upgrade;

import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.activity.Upgrades.VersionFact;
import org.hubkeeper.workflows.kernel.Calls;
import org.hubkeeper.workflows.kernel.Clock;
import org.hubkeeper.workflows.kernel.Patience;

/** Sleeps until a day before the way back closes, and looks then whether that still matters. */
public final class RollbackWindowImpl implements RollbackWindow {

  /** Before the way back closes: a working day to decide. */
  private static final Duration BEFORE = Duration.ofHours(24);

  private final Calls calls;

  /** Makes the stubs. */
  @WorkflowInit
  public RollbackWindowImpl(Window window) {
    calls = new Calls(window.timeFactor());
  }

  @Override
  public String run(Window window) {
    Instant warn = window.until().minus(BEFORE);
    Workflow.setCurrentDetails(
        "Warns at %s that %s can't be rolled back from then on"
            .formatted(Clock.localAndUtc(warn, window.timeZone()), window.to()));
    calls.clock().sleep(Duration.between(calls.clock().now(), warn), "Wait until a day before");
    String settled = settled(window);
    return settled.isEmpty() ? warn(window) : settled;
  }

  /** Why there is nothing to decide any more; empty when there is. */
  private String settled(Window window) {
    String queue = window.cluster().taskQueue();
    try {
      VersionFact now = calls.on(queue, Upgrades.class, Patience.API).inspect(window.cluster());
      if (!now.version().equals(window.to())) {
        return "the control plane is at " + now.version() + " by now";
      }
      boolean moved =
          calls.on(queue, Nodes.class, Patience.API).inspect(window.cluster()).stream()
              .anyMatch(pool -> pool.kubelets().containsKey(window.to().toString()));
      return moved ? "nodes have followed to " + window.to() : "";
    } catch (ActivityFailure e) {
      // Nothing is known, so people are told rather than not.
      return "";
    }
  }

  private String warn(Window window) {
    String text =
        "The control plane of %s can be rolled back from %s to %s by %s, and not after that."
            .formatted(
                window.cluster(),
                window.to(),
                window.from(),
                Clock.localAndUtc(window.until(), window.timeZone()));
    return calls
        .here(Notices.class, Patience.API)
        .send(
            new Notices.Notice(
                window.cluster().name(),
                "The way back to " + window.from() + " closes",
                text,
                List.copyOf(window.owners())));
  }
}
