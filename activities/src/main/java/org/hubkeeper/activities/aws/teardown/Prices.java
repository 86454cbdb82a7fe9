package org.hubkeeper.activities.aws.teardown;

/**
 * List prices per month in USD, of 730 hours, without traffic.
 *
 * <p>Prices are those of us-west-2 in November 2026, without discounts. Other regions differ,
 * mostly by less than a quarter; the figures are for people who decide, not for accounting.
 */
public final class Prices {

  private static final double HOURS = 730;

  public static final double NAT_GATEWAY = 0.045 * HOURS;
  public static final double ENDPOINT_INTERFACE = 0.01 * HOURS;
  public static final double PUBLIC_ADDRESS = 0.005 * HOURS;
  public static final double CONTROL_PLANE = 0.10 * HOURS;
  public static final double LOAD_BALANCER = 0.0225 * HOURS;
  public static final double CLASSIC_LOAD_BALANCER = 0.025 * HOURS;
  public static final double KEY = 1;

  /** Of a GiB of snapshot; blocks that it shares with others cost once, so this is the most. */
  public static final double SNAPSHOT_GIB = 0.05;

  /** Of a GiB of a shared file system in its standard class. */
  public static final double FILE_SYSTEM_GIB = 0.30;

  public static final double IMAGE_GIB = 0.10;
  public static final double LOG_GIB = 0.03;

  private static final double CENTS = 100;

  private Prices() {}

  /** To cents. */
  public static double round(double usd) {
    return Math.round(usd * CENTS) / CENTS;
  }
}
