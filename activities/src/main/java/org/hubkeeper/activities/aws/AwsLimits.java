package org.hubkeeper.activities.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How fast AWS is called: one bucket for changes and one for reads per account and region. */
public final class AwsLimits {

  /**
   * Rates per second.
   *
   * @param burst calls that may go at once after a quiet time
   */
  public record Rates(double changes, int burst, double reads, int readBurst) {

    /**
     * EC2 limits each operation by itself, and accounts differ; what it throttles slows the bucket
     * down until it fits.
     */
    public static final Rates DEFAULT = new Rates(20, 100, 50, 100);
  }

  private final Rates rates;
  private final LongSupplier nanos;
  private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

  /** One for all clients of a worker, since they share what an account allows. */
  public AwsLimits(Rates rates) {
    this(rates, System::nanoTime);
  }

  AwsLimits(Rates rates, LongSupplier nanos) {
    this.rates = rates;
    this.nanos = nanos;
  }

  TokenBucket bucket(String account, String region, boolean changing) {
    return buckets.computeIfAbsent(
        account + " " + region + " " + changing,
        key ->
            changing
                ? new TokenBucket(rates.changes(), rates.burst(), nanos)
                : new TokenBucket(rates.reads(), rates.readBurst(), nanos));
  }
}
