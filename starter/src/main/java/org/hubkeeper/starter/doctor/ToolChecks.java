package org.hubkeeper.starter.doctor;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whether this machine has what commands need. */
public final class ToolChecks {

  private static final int JAVA = 17;

  private final Map<String, String> environment;

  public ToolChecks(Map<String, String> environment) {
    this.environment = environment;
  }

  public List<Diagnosis> all() {
    return List.of(java(Runtime.version().feature()), python());
  }

  static Diagnosis java(int feature) {
    return feature >= JAVA
        ? Diagnosis.good("java", String.valueOf(feature))
        : Diagnosis.bad("java", feature + " is older than " + JAVA, "install Java " + JAVA);
  }

  private Diagnosis python() {
    return onPath("python3")
        ? Diagnosis.good("python3", "on PATH, for rehearsals")
        : Diagnosis.warning(
            "python3", "not on PATH; only rehearsals need it", "install Python 3.10 or later");
  }

  private boolean onPath(String command) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(directory -> !directory.isBlank())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }
}
