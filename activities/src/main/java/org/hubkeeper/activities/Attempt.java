package org.hubkeeper.activities;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The attempt of an activity that the current thread works on.
 *
 * <p>A run may outlive an attempt: it is terminated, reset, or the server has given the attempt up
 * for dead and called another worker. Nothing tells the old attempt so but its next heartbeat;
 * whoever is about to change something therefore asks {@link #checkStillOurs()} just before.
 */
public final class Attempt implements AutoCloseable {

  private static final ThreadLocal<Attempt> CURRENT = new ThreadLocal<>();

  private final BooleanSupplier stillOurs;
  private final Attempt outer;

  private Attempt(BooleanSupplier stillOurs, Attempt outer) {
    this.stillOurs = stillOurs;
    this.outer = outer;
  }

  /** Binds an attempt to the current thread until it is closed. */
  public static Attempt begin(BooleanSupplier stillOurs) {
    Attempt attempt = new Attempt(stillOurs, CURRENT.get());
    CURRENT.set(attempt);
    return attempt;
  }

  /** The attempt of this thread; empty outside of activities. */
  public static Optional<Attempt> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /**
   * Lets the thread go on only while its attempt counts.
   *
   * @throws OutlivedException when another attempt may be under way instead
   */
  public static void checkStillOurs() {
    Attempt attempt = CURRENT.get();
    if (attempt != null && !attempt.stillOurs.getAsBoolean()) {
      throw new OutlivedException();
    }
  }

  @Override
  public void close() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
