package org.hubkeeper.workflows.kernel;

import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of a run. All durations, timers and "now" of runbooks go through it, so that a rehearsal
 * can let days pass in seconds: with factor 1000, a thousand seconds of the runbook pass in one.
 * Limits of single calls shrink with it too, but never below {@link #FLOOR}: calls take the time
 * that they take.
 */
public final class Clock {

  private static final Duration FLOOR = Duration.ofMinutes(2);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);

  private final Instant start = real();
  private final double factor;

  Clock(double factor) {
    this.factor = factor;
  }

  /** The run's own now: the real one, or further on by the factor. */
  public Instant now() {
    return start.plus(times(Duration.between(start, real()), factor));
  }

  /** Waits durably; a run that waits so costs nothing and survives every restart. */
  public void sleep(Duration duration, String summary) {
    if (!duration.isNegative() && !duration.isZero()) {
      Workflow.newTimer(
              times(duration, 1 / factor), TimerOptions.newBuilder().setSummary(summary).build())
          .get();
    }
  }

  Duration limit(Duration duration) {
    Duration floor = duration.compareTo(FLOOR) < 0 ? duration : FLOOR;
    Duration scaled = times(duration, 1 / factor);
    return scaled.compareTo(floor) < 0 ? floor : scaled;
  }

  Duration pause(Duration duration) {
    Duration scaled = times(duration, 1 / factor);
    return scaled.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : scaled;
  }

  /** The server's time, for what people see: when steps began, who decided when. */
  static Instant real() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private static Duration times(Duration duration, double by) {
    return by == 1 ? duration : Duration.ofMillis((long) (duration.toMillis() * by));
  }
}
