package org.hubkeeper.workflows.kernel;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Makes activity stubs, so that time limits are chosen in one place. */
public final class Calls {

  /**
   * Every attempt beats at least once a second, so that the server knows a dead worker this soon.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Clock clock;

  /** For child workflows of runbooks; a runbook's own calls come from {@link Steps}. */
  public Calls(double timeFactor) {
    this(new Clock(timeFactor));
  }

  Calls(Clock clock) {
    this.clock = clock;
  }

  /** The time of the same child workflow. */
  public Clock clock() {
    return clock;
  }

  /** Returns a stub served by the workers of a task queue. */
  public <T> T on(String taskQueue, Class<T> activities, Patience patience) {
    return Workflow.newActivityStub(activities, options(patience).setTaskQueue(taskQueue).build());
  }

  /** The same where an attempt may take so long: patience lasts for three of them, at least. */
  <T> T on(String taskQueue, Class<T> activities, Patience patience, Duration attempt) {
    Duration three = attempt.multipliedBy(3).plus(patience.longestPause.multipliedBy(3));
    Duration total = patience.total.compareTo(three) < 0 ? three : patience.total;
    Duration limit = clock.limit(total);
    return Workflow.newActivityStub(
        activities,
        options(patience)
            .setTaskQueue(taskQueue)
            .setStartToCloseTimeout(attempt)
            // An attempt's limit is not a wait: no factor may make the whole shorter than one.
            .setScheduleToCloseTimeout(limit.compareTo(attempt) < 0 ? attempt : limit)
            .build());
  }

  /** Returns a stub served by the worker that runs the runbooks. */
  public <T> T here(Class<T> activities, Patience patience) {
    return Workflow.newActivityStub(activities, options(patience).build());
  }

  private ActivityOptions.Builder options(Patience patience) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(patience.attempt)
        .setScheduleToCloseTimeout(clock.limit(patience.total))
        .setHeartbeatTimeout(HEARTBEAT)
        // An attempt under way is waited for, so that no two attempts of a step ever overlap.
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(clock.pause(Duration.ofSeconds(2)))
                .setBackoffCoefficient(1.5)
                .setMaximumAttempts(patience.attempts)
                .setMaximumInterval(clock.pause(patience.longestPause))
                .build());
  }
}
