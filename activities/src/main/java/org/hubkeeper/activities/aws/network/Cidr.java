package org.hubkeeper.activities.aws.network;

import java.util.List;
import java.util.stream.IntStream;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** A block of IPv4 addresses. */
record Cidr(int first, int bits) {

  /** The smallest subnet that EC2 makes. */
  private static final int SMALLEST = 28;

  /** Reads {@code 192.168.0.0/16}. */
  static Cidr parse(String text) {
    String[] parts = text.split("[./]");
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")
        || IntStream.range(0, 4).anyMatch(i -> Integer.parseInt(parts[i]) > 255)) {
      throw refused(text);
    }
    int address =
        IntStream.range(0, 4)
            .map(i -> Integer.parseInt(parts[i]))
            .reduce(0, (all, b) -> all << 8 | b);
    int bits = Integer.parseInt(parts[4]);
    if (bits < 16 || bits > SMALLEST || address << bits != 0) {
      throw refused(text);
    }
    return new Cidr(address, bits);
  }

  private static RuntimeException refused(String text) {
    return Failures.of(
        FailureKind.REJECTED,
        "vpc.cidr: %s is no block that a VPC takes; give one from /16 to /28".formatted(text),
        null);
  }

  /** As eksctl does: eight parts, sixteen for more than eight subnets. */
  List<Cidr> split(int subnets) {
    int more = subnets <= 8 ? 3 : 4;
    if (subnets > 16 || bits + more > SMALLEST) {
      throw Failures.of(
          FailureKind.REJECTED,
          "vpc.cidr: %s is too small for %d subnets; give a larger block or fewer zones"
              .formatted(this, subnets),
          null);
    }
    int size = 1 << (32 - bits - more);
    return IntStream.range(0, subnets)
        .mapToObj(i -> new Cidr(first + i * size, bits + more))
        .toList();
  }

  @Override
  public String toString() {
    return "%d.%d.%d.%d/%d"
        .formatted(first >>> 24, first >>> 16 & 0xff, first >>> 8 & 0xff, first & 0xff, bits);
  }
}
