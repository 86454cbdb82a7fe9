package org.hubkeeper.rehearsal.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/** Asks a command of this machine a short question, such as its version. */
final class Asked {

  private static final long LIMIT_SECONDS = 20;

  private Asked() {}

  /** What it answers; empty when it can't be run, fails or takes too long. */
  static Optional<String> command(List<String> command, Map<String, String> more) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(more);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      // Short answers fit into the pipe, so that waiting first cannot block the command.
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Exit.INTERRUPTED, "interrupted", e);
    }
  }
}
