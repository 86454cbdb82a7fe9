package org.hubkeeper.activities.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long one attempt goes on with a batch. Many batches share the rate of an account, so a batch
 * may take longer than an attempt is allowed to; the next attempt goes on where this one stops.
 */
final class WorkingTime {

  /** An attempt may take two minutes, of which its last call may need one. */
  private static final Duration WORK = Duration.ofSeconds(45);

  private final InstantSource time;
  private final Instant end;

  WorkingTime(InstantSource time) {
    this.time = time;
    this.end = time.instant().plus(WORK);
  }

  boolean over() {
    return time.instant().isAfter(end);
  }
}
