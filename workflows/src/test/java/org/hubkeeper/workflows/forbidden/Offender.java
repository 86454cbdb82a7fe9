package org.hubkeeper.workflows.forbidden;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.LoggerFactory;

/** Breaks every rule once, so that each is seen to fail. */
public final class Offender {

  private Offender() {}

  static Instant clock() {
    return Instant.now();
  }

  static boolean file() {
    return Files.exists(Path.of("x"));
  }

  static Object cloud() {
    return LoggerFactory.getILoggerFactory() instanceof ch.qos.logback.classic.LoggerContext;
  }
}
