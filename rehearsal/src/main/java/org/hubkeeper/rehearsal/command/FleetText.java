package org.hubkeeper.rehearsal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/** Reads fleet files for commands: all problems in one message, before anything is started. */
final class FleetText {

  private FleetText() {}

  /** The file, and beside it only those that it names; a secret is none of them. */
  static Sources checked(Path file, Context context) {
    FleetFile fleet = parsed(file, context);
    try {
      Map<String, byte[]> files = new TreeMap<>();
      for (String named : fleet.files()) {
        Path path = file.resolveSibling(named);
        // What is missing is told by the run, for its cluster, with its line.
        if (Files.isReadable(path)) {
          files.put(named, Files.readAllBytes(path));
        }
      }
      files.put(RehearsalRequest.FLEET, Files.readAllBytes(file));
      return new Sources("fleet", files);
    } catch (IOException e) {
      throw new CommandFailure(
          Exit.USAGE, "--fleet %s: can't be read; check the path".formatted(file), e);
    }
  }

  static FleetFile parsed(Path file, Context context) {
    try {
      return FleetFile.read(file, context.catalogue().stream().map(RunbookInfo::name).toList());
    } catch (FleetException e) {
      throw new CommandFailure(Exit.USAGE, e.getMessage(), e);
    }
  }
}
