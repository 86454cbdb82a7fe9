package org.hubkeeper.workflows.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of machine: its size and what it costs by the hour, on demand, with Linux.
 *
 * <p>Prices are AWS's public list of us-east-1, which us-west-2 shares, as karpenter-provider-aws
 * took it over on 2026-07-20 ({@code pkg/providers/pricing/zz_generated.pricing_aws.go} at
 * 6fc13b523). Within a family they grow with the size. Sizes are EC2's: a {@code large} has two
 * virtual processors, and memory by its family.
 */
public record MachineType(String name, double cpus, double memoryGiB, double usdPerHour) {

  /** Day of the list prices. */
  public static final String PRICES_OF = "2026-07-20";

  /** EKS: a cluster in standard support; aws.amazon.com/eks/pricing. */
  static final double CONTROL_PLANE_USD = 0.10;

  /** EC2: a NAT gateway without traffic; aws.amazon.com/vpc/pricing. */
  static final double NAT_USD = 0.045;

  /** A network load balancer without traffic; aws.amazon.com/elasticloadbalancing/pricing. */
  static final double LOAD_BALANCER_USD = 0.0225;

  /** A gibibyte of gp3 by the hour, 0.08 USD a month; aws.amazon.com/ebs/pricing. */
  static final double VOLUME_GIB_USD = 0.08 / 730;

  private record Family(double memoryGiB, double usd) {}

  /** By the family's {@code large}. */
  private static final Map<String, Family> FAMILIES =
      Map.ofEntries(
          Map.entry("t3", new Family(8, 0.0832)),
          Map.entry("t3a", new Family(8, 0.0752)),
          Map.entry("m5", new Family(8, 0.096)),
          Map.entry("m5a", new Family(8, 0.086)),
          Map.entry("m6i", new Family(8, 0.096)),
          Map.entry("m6a", new Family(8, 0.0864)),
          Map.entry("m7i", new Family(8, 0.1008)),
          Map.entry("m7a", new Family(8, 0.11592)),
          Map.entry("c5", new Family(4, 0.085)),
          Map.entry("c6i", new Family(4, 0.085)),
          Map.entry("r5", new Family(16, 0.126)),
          Map.entry("r5a", new Family(16, 0.113)),
          Map.entry("r6i", new Family(16, 0.126)));

  /** A size in terms of {@code large}. */
  private static final Map<String, Double> SIZES =
      Map.of(
          "small", 0.25,
          "medium", 0.5,
          "large", 1.0,
          "xlarge", 2.0,
          "2xlarge", 4.0,
          "4xlarge", 8.0,
          "8xlarge", 16.0,
          "12xlarge", 24.0,
          "16xlarge", 32.0);

  /** With GPUs a price does not follow the size. */
  private static final List<MachineType> GPUS =
      List.of(
          new MachineType("g4dn.xlarge", 4, 16, 0.526),
          new MachineType("g4dn.2xlarge", 8, 32, 0.752),
          new MachineType("g4dn.4xlarge", 16, 64, 1.204),
          new MachineType("g5.xlarge", 4, 16, 1.006),
          new MachineType("g5.2xlarge", 8, 32, 1.212),
          new MachineType("g5.4xlarge", 16, 64, 1.624),
          new MachineType("g6.xlarge", 4, 16, 0.8048),
          new MachineType("g6.2xlarge", 8, 32, 0.9776),
          new MachineType("g6.4xlarge", 16, 64, 1.3232),
          new MachineType("p3.2xlarge", 8, 61, 3.06));

  /** The type of that name, if the table has it. */
  public static Optional<MachineType> of(String name) {
    Optional<MachineType> gpu = GPUS.stream().filter(type -> type.name().equals(name)).findFirst();
    if (gpu.isPresent()) {
      return gpu;
    }
    int dot = name.indexOf('.');
    Family family = FAMILIES.get(dot < 0 ? "" : name.substring(0, dot));
    Double size = SIZES.get(name.substring(dot + 1));
    if (family == null || size == null || size < 1 && !name.startsWith("t")) {
      return Optional.empty();
    }
    return Optional.of(
        new MachineType(
            name, Math.max(2, 2 * size), family.memoryGiB() * size, family.usd() * size));
  }
}
