package org.hubkeeper.workflows.kernel;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The time of a run. All durations, timers and "now" of runbooks go through it, so that a rehearsal
 * can let days of waiting pass in seconds: with factor 1000, a wait of a thousand seconds takes
 * one, and "now" is a thousand seconds later. What is not a wait takes the time that it takes.
 * Limits of single calls shrink too, but never below {@link #FLOOR}.
 */
public final class Clock {

  private static final Duration FLOOR = Duration.ofMinutes(2);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);

  private final double factor;
  private Duration skipped = Duration.ZERO;

  Clock(double factor) {
    this.factor = factor;
  }

  /** The run's own now: the real one, or further on by what its waits have skipped. */
  public Instant now() {
    return real().plus(skipped);
  }

  /** Waits durably; a run that waits so costs nothing and survives every restart. */
  public void sleep(Duration duration, String summary) {
    if (duration.isNegative() || duration.isZero()) {
      return;
    }
    Instant before = real();
    Duration scaled = times(duration, 1 / factor);
    try {
      Workflow.newTimer(scaled, TimerOptions.newBuilder().setSummary(summary).build()).get();
      skip(duration, before);
    } catch (CanceledFailure e) {
      // A pause ends the wait early; what has passed of it counts.
      skip(times(Duration.between(before, real()), factor), before);
      throw e;
    }
  }

  /** The same, but ends early with what a watch sees that goes on meanwhile. */
  <T> Optional<T> sleepOr(Duration duration, String summary, Supplier<T> watch) {
    CompletablePromise<T> seen = Workflow.newPromise();
    CompletablePromise<Void> slept = Workflow.newPromise();
    CancellationScope both =
        Workflow.newCancellationScope(
            () -> {
              seen.completeFrom(Async.function(watch::get));
              slept.completeFrom(Async.procedure(() -> sleep(duration, summary)));
            });
    both.run();
    try {
      Promise.anyOf(seen, slept).get();
    } finally {
      both.cancel("the wait is over");
      settle(slept);
      settle(seen);
    }
    return seen.getFailure() == null ? Optional.of(seen.get()) : Optional.empty();
  }

  /** Nothing of a wait may still be under way once it is over. */
  private static void settle(Promise<?> promise) {
    promise.handle((value, failure) -> null).get();
  }

  private void skip(Duration passed, Instant before) {
    if (factor != 1) {
      skipped = skipped.plus(passed).minus(Duration.between(before, real()));
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

  /** For people: as the clocks of a zone show it, and in UTC. */
  public static String localAndUtc(Instant at, String timeZone) {
    Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
    ZoneId zone = ZoneId.of(timeZone);
    return "%s %s (%s)".formatted(LocalDateTime.ofInstant(minute, zone), timeZone, minute);
  }

  private static Duration times(Duration duration, double by) {
    return by == 1 ? duration : Duration.ofMillis((long) (duration.toMillis() * by));
  }
}
