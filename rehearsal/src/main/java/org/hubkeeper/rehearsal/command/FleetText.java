package org.hubkeeper.rehearsal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/** Reads fleet files for commands: all problems in one message, before anything is started. */
final class FleetText {

  private FleetText() {}

  static String checked(Path file, Context context) {
    parsed(file, context);
    try {
      return Files.readString(file);
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
