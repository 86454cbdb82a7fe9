package org.hubkeeper.worker;

import java.time.Duration;
import java.time.Instant;
import org.hubkeeper.workflows.kernel.Blocker;

/**
 * What an activity carries from attempt to attempt and from worker to worker in its heartbeats.
 *
 * @param told the blocker that the run was told last; null before the first
 * @param toldAt when
 * @param remaining a word for what was left at the last look; empty when the activity does not say
 * @param changedAt when that last changed
 */
record Beat(Blocker told, Instant toldAt, String remaining, Instant changedAt) {

  /** A run hears of at most one change of blocker a minute and step. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  static final Beat NONE = new Beat(null, Instant.EPOCH, "", Instant.EPOCH);

  Beat {
    toldAt = toldAt == null ? Instant.EPOCH : toldAt;
    remaining = remaining == null ? "" : remaining;
    changedAt = changedAt == null ? Instant.EPOCH : changedAt;
  }

  /** Whether the run should hear of this blocker now. */
  boolean news(Blocker blocker, Instant now) {
    return told == null
        || !told.sameAs(blocker) && Duration.between(toldAt, now).compareTo(QUIET) >= 0;
  }

  Beat told(Blocker blocker, Instant now) {
    return new Beat(blocker, now, remaining, changedAt);
  }

  Beat seen(String left, Instant now) {
    return left.equals(remaining) ? this : new Beat(told, toldAt, left, now);
  }

  /** Whether what is left has not changed for longer than the limit. */
  boolean stalled(Duration limit, Instant now) {
    return !remaining.isEmpty() && Duration.between(changedAt, now).compareTo(limit) > 0;
  }
}
