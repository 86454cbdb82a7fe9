package org.hubkeeper.rehearsal.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A process to start.
 *
 * @param name what people call it; names its log, too
 * @param environment all of it when {@code cleanEnvironment}, else what differs from ours
 * @param directory where it works
 * @param logs where its log and the file with its process id are
 */
public record Launch(
    String name,
    List<String> command,
    Map<String, String> environment,
    boolean cleanEnvironment,
    Path directory,
    Path logs) {

  /** Copies what it is given. */
  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** A process in our own environment that works where it logs. */
  public static Launch of(String name, List<String> command, Path directory) {
    return new Launch(name, command, Map.of(), false, directory, directory);
  }

  /** The same, with additions to our environment. */
  public Launch with(Map<String, String> additions) {
    return new Launch(name, command, additions, false, directory, logs);
  }

  /** The same, with this environment and nothing of ours. */
  public Launch withOnly(Map<String, String> all) {
    return new Launch(name, command, all, true, directory, logs);
  }

  /** The same, working elsewhere. */
  public Launch workingIn(Path place) {
    return new Launch(name, command, environment, cleanEnvironment, place, logs);
  }

  /** Both outputs go there. */
  public Path log() {
    return logs.resolve(fileName() + ".log");
  }

  /** Holds the process id while the process runs, and after. */
  public Path pidFile() {
    return logs.resolve(fileName() + ".pid");
  }

  private String fileName() {
    return name.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
  }
}
