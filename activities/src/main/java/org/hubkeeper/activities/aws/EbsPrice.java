package org.hubkeeper.activities.aws;

import software.amazon.awssdk.services.ec2.model.Volume;

/**
 * List price of a volume per month in USD.
 *
 * <p>Prices are those of us-west-2 on aws.amazon.com/ebs/pricing in November 2026, without
 * discounts. Other regions differ, mostly by less than a quarter; the figures are for people who
 * decide, not for accounting.
 */
public final class EbsPrice {

  /** What comes with every gp3 volume. */
  private static final int GP3_IOPS = 3000;

  private static final int GP3_MIBPS = 125;

  private EbsPrice() {}

  /** To cents. */
  public static double monthlyUsd(Volume volume) {
    int size = orZero(volume.size());
    int iops = orZero(volume.iops());
    double usd =
        switch (volume.volumeTypeAsString() == null ? "" : volume.volumeTypeAsString()) {
          case "gp3" -> 0.08 * size + gp3Extras(iops, orZero(volume.throughput()));
          case "gp2" -> 0.10 * size;
          case "io1" -> 0.125 * size + 0.065 * iops;
          case "io2" -> 0.125 * size + io2Iops(iops);
          case "st1" -> 0.045 * size;
          case "sc1" -> 0.015 * size;
          case "standard" -> 0.05 * size;
          // A type newer than this table is shown at the price of the most usual one.
          default -> 0.10 * size;
        };
    return Math.round(usd * 100) / 100.0;
  }

  private static double gp3Extras(int iops, int throughput) {
    return 0.005 * Math.max(0, iops - GP3_IOPS) + 0.04 * Math.max(0, throughput - GP3_MIBPS);
  }

  private static double io2Iops(int iops) {
    double first = 0.065 * Math.min(iops, 32_000);
    double second = 0.0455 * Math.max(0, Math.min(iops, 64_000) - 32_000);
    return first + second + 0.03185 * Math.max(0, iops - 64_000);
  }

  private static int orZero(Integer figure) {
    return figure == null ? 0 : figure;
  }
}
