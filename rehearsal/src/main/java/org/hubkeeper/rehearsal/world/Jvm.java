package org.hubkeeper.rehearsal.world;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts programs of ours in the same Java with the same class path. */
final class Jvm {

  private Jvm() {}

  /** The command up to, and without, the main class. */
  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    Path archive = Path.of(System.getProperty("hubkeeper.dist", ""), "worker.jsa");
    if (Files.isRegularFile(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }
}
