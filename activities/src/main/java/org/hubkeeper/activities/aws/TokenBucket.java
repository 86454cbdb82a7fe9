package org.hubkeeper.activities.aws;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.exception.AbortedException;

/**
 * Lets calls through at a rate, shared by all who call the same account and region.
 *
 * <ol>
 *   <li>Tokens come in at the rate and are kept up to the burst.
 *   <li>Who takes one that is not there yet owes it and waits until it has come in.
 *   <li>When the provider throttles, the rate is halved, at most once a second and down to a
 *       sixteenth; each ten seconds without throttling double it again.
 * </ol>
 */
final class TokenBucket {

  private static final double LEAST = 1 / 16.0;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long RECOVERY = TimeUnit.SECONDS.toNanos(10);

  private final double rate;
  private final int burst;
  private final LongSupplier nanos;
  private double tokens;
  private double share = 1;
  private long filledAt;
  private long changedAt;

  TokenBucket(double rate, int burst, LongSupplier nanos) {
    this.rate = rate;
    this.burst = burst;
    this.nanos = nanos;
    this.tokens = burst;
    this.filledAt = nanos.getAsLong();
    this.changedAt = filledAt - SECOND;
  }

  /** Takes a token, waiting for it if need be. */
  void take() {
    long deadline = nanos.getAsLong() + owe();
    for (long left = deadline - nanos.getAsLong(); left > 0; left = deadline - nanos.getAsLong()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        throw AbortedException.create("interrupted while waiting for its turn to call");
      }
    }
  }

  /** Takes a token without waiting; the next ones wait the longer. Returns its wait. */
  synchronized long owe() {
    fill(nanos.getAsLong());
    tokens--;
    return tokens >= 0 ? 0 : (long) (-tokens / (rate * share) * SECOND);
  }

  /** The provider has throttled a call. */
  synchronized void slowDown() {
    long now = nanos.getAsLong();
    fill(now);
    if (now - changedAt >= SECOND || share == 1) {
      share = Math.max(LEAST, share / 2);
      tokens = Math.min(tokens, 0);
    }
    changedAt = now;
  }

  private void fill(long now) {
    recover(now);
    tokens = Math.min(burst, tokens + (now - filledAt) * rate * share / SECOND);
    filledAt = now;
  }

  private void recover(long now) {
    while (share < 1 && now - changedAt >= RECOVERY) {
      share = Math.min(1, share * 2);
      changedAt += RECOVERY;
    }
  }
}
