package org.hubkeeper.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Looks again and again until something is there; a limit makes a failure of what never comes. */
public final class Poll {

  private static final Duration FIRST = Duration.ofMillis(25);

  /** Each look costs the server and a worker something, which whoever is waited for then lacks. */
  private static final Duration LAST = Duration.ofMillis(150);

  private Poll() {}

  /** What was found; fails with these words when the limit has passed. */
  public static <T> T until(String what, Duration limit, Supplier<Optional<T>> look) {
    return until(() -> what, limit, look);
  }

  /** The same, with words that are found when it fails. */
  public static <T> T until(Supplier<String> what, Duration limit, Supplier<Optional<T>> look) {
    Instant deadline = Instant.now().plus(limit);
    long beat = FIRST.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("not within " + limit.toSeconds() + " s: " + what.get());
      }
      LockSupport.parkNanos(beat);
      beat = Math.min(beat + beat / 4, LAST.toNanos());
    }
  }

  /** Returns once it holds. */
  public static void untilTrue(String what, Duration limit, BooleanSupplier look) {
    until(what, limit, () -> look.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }
}
