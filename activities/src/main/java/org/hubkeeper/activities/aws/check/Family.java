package org.hubkeeper.activities.aws.check;

import java.util.Optional;

/**
 * Kinds of machines that share a quota of vCPUs, on demand and as spot. Types of other families
 * have quotas of their own that are not checked.
 */
enum Family {
  STANDARD("[acdhimrtz]|im|is", "L-1216C47A", "L-34B43A08", "Standard instances"),
  GRAPHICS("g|gr|vt", "L-DB2E81BA", "L-3819A6DF", "G and VT instances"),
  ACCELERATED("p", "L-417A185B", "L-7212CCBC", "P instances"),
  LARGE_MEMORY("x", "L-7295265B", "L-E3A00192", "X instances");

  private final String prefixes;
  private final String onDemand;
  private final String spot;
  private final String words;

  Family(String prefixes, String onDemand, String spot, String words) {
    this.prefixes = prefixes;
    this.onDemand = onDemand;
    this.spot = spot;
    this.words = words;
  }

  static Optional<Family> of(String instanceType) {
    String prefix = instanceType.split("\\d", 2)[0];
    for (Family family : values()) {
      if (prefix.matches(family.prefixes)) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  Quota quota(boolean asSpot) {
    return asSpot
        ? new Quota("QUOTA_VCPU_SPOT", "ec2", spot, "vCPUs of spot " + words)
        : new Quota("QUOTA_VCPU", "ec2", onDemand, "vCPUs of running on-demand " + words);
  }
}
