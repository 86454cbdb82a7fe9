package org.hubkeeper.rehearsal.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.process.Guard;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Logs;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/**
 * Runs the commands that build one part. They end when we end.
 *
 * @param logs directory for the output of the commands
 * @param part what people call the part
 */
record Workshop(Guard guard, Path logs, String part) {

  private static final int SHOWN = 90;

  /** A command, where it works, what it needs in its environment, and what to do if it fails. */
  record Task(List<String> command, Path directory, Map<String, String> more, String remedy) {}

  /** Runs a command to its end; a failure is one message with the end of its output. */
  void run(Task task) {
    Launch launch =
        Launch.of(part, task.command(), logs).with(task.more()).workingIn(task.directory());
    try (Supervised process = Supervised.start(guard, launch)) {
      int status = process.waitFor();
      if (status != 0) {
        throw process.failure("could not be built (status " + status + "); " + task.remedy());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Exit.INTERRUPTED, "interrupted while building " + part, e);
    }
  }

  /** What the command under way has printed last. */
  String lastLine() {
    String line = Logs.tail(Launch.of(part, List.of(), logs).log(), 1).strip();
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}
