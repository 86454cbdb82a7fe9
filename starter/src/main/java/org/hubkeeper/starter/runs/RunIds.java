package org.hubkeeper.starter.runs;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Workflow ids that people can read: {@code <runbook>/<cluster>/<yyyyMMdd-HHmmss-xxxx>}. */
final class RunIds {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunIds() {}

  static String next(String runbook, String cluster, Instant now) {
    return "%s/%s/%s-%04x".formatted(runbook, cluster, TIME.format(now), RANDOM.nextInt(0x10000));
  }
}
