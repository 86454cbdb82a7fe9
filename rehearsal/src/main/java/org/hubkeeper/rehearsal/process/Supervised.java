package org.hubkeeper.rehearsal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;

/** A process that we started and that dies with us. */
public final class Supervised implements AutoCloseable {

  private static final long POLL_MILLIS = 20;
  private static final long END_SECONDS = 8;

  private final Launch launch;
  private final Process guard;

  private Supervised(Launch launch, Process guard) {
    this.launch = launch;
    this.guard = guard;
  }

  /** Starts it; both outputs are appended to its log. */
  public static Supervised start(Guard guard, Launch launch) {
    ProcessBuilder builder = new ProcessBuilder(guard.command(launch));
    if (launch.cleanEnvironment()) {
      builder.environment().clear();
    }
    builder.environment().putAll(launch.environment());
    builder.directory(launch.directory().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
    try {
      Files.deleteIfExists(launch.pidFile());
      return new Supervised(launch, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + launch.name(), e);
    }
  }

  /** What people call it. */
  public String name() {
    return launch.name();
  }

  /** Whether it still runs. */
  public boolean alive() {
    return guard.isAlive();
  }

  /** The id of the process itself, not of its guard; empty before it runs. */
  public Optional<Long> pid() {
    return pidIn(launch.pidFile());
  }

  /** Kills the process as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    pid().flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  /** Waits until the file is there that the process writes when it serves. */
  public Path awaitFile(Path file, Duration limit) {
    Instant deadline = Instant.now().plus(limit);
    while (!Files.exists(file)) {
      if (!alive()) {
        throw failure("ended with status " + guard.exitValue());
      }
      if (Instant.now().isAfter(deadline)) {
        throw failure("was not ready after " + limit.toSeconds() + " s");
      }
      nap();
    }
    return file;
  }

  /** What to tell people when it did not do what it should, with the end of its log. */
  public CommandFailure failure(String what) {
    return CommandFailure.failed(
        "%s %s; its log, %s, ends:%n%s".formatted(name(), what, launch.log(), tail(12)));
  }

  /** Waits for its end and returns the exit status. */
  public int waitFor() throws InterruptedException {
    return guard.waitFor();
  }

  /** The last lines of its log. */
  public String tail(int lines) {
    return Logs.tail(launch.log(), lines);
  }

  /** Where its log is. */
  public Path log() {
    return launch.log();
  }

  /** Asks it to end and, some seconds later, ends it. */
  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
    } catch (IOException e) {
      // The pipe has been closed by the other side already: the guard is gone.
    }
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!guard.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        guard.destroyForcibly();
      }
    } catch (InterruptedException e) {
      guard.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The process id in a file; empty when there is none. */
  public static Optional<Long> pidIn(Path file) {
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      return lines.stream().findFirst().map(Long::valueOf);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void nap() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Exit.INTERRUPTED, "interrupted", e);
    }
  }
}
