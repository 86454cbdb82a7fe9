package org.hubkeeper.rehearsal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.rehearsal.tools.ThisMachine;
import org.hubkeeper.starter.CommandFailure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {

  private static final long LIMIT_SECONDS = 30;

  /** Starts a child of its own that ignores polite requests, and tells both ids. */
  private static final String STUBBORN =
      "trap '' TERM; sh -c \"trap '' TERM; sleep 600\" & echo $$ $! > ids.part; mv ids.part ids; wait";

  @TempDir private Path directory;
  private Guard guard;

  @BeforeEach
  void putTheGuardInPlace() {
    guard = Guard.in(directory, ThisMachine.python());
  }

  @Test
  void theWholeTreeDiesWhenItsHolderIsKilled() throws IOException, InterruptedException {
    Process holder = holder();
    Path ids = awaitFile(directory.resolve("ids"));
    List<ProcessHandle> tree = processes(ids);
    assertThat(tree).hasSize(2).allMatch(ProcessHandle::isAlive);

    holder.destroyForcibly().waitFor();

    tree.forEach(GuardTest::assertDies);
  }

  @Test
  void theWholeTreeDiesWhenItIsClosed() throws IOException {
    Supervised process = Supervised.start(guard, launch(STUBBORN));
    List<ProcessHandle> tree = processes(process.awaitFile(directory.resolve("ids"), minute()));

    process.close();

    assertThat(process.alive()).isFalse();
    tree.forEach(GuardTest::assertDies);
  }

  @Test
  void killingTheProcessEndsItsGuardAndWhatItHasStarted() throws IOException {
    Supervised process = Supervised.start(guard, launch(STUBBORN));
    List<ProcessHandle> tree = processes(process.awaitFile(directory.resolve("ids"), minute()));
    assertThat(process.pid()).contains(tree.get(0).pid());

    process.kill();

    assertThat(process.alive()).isFalse();
    tree.forEach(GuardTest::assertDies);
  }

  @Test
  void theExitStatusIsThatOfTheCommand() throws InterruptedException {
    try (Supervised process = Supervised.start(guard, launch("exit 7"))) {
      assertThat(process.waitFor()).isEqualTo(7);
    }
  }

  @Test
  void aCommandThatEndsBeforeItIsReadyIsToldWithTheEndOfItsLog() {
    try (Supervised process = Supervised.start(guard, launch("echo no such port; exit 3"))) {
      assertThatThrownBy(() -> process.awaitFile(directory.resolve("never"), minute()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("test ended with status 3")
          .hasMessageContaining("no such port");
    }
  }

  private Launch launch(String script) {
    return Launch.of("test", List.of("sh", "-c", script), directory);
  }

  /** A process that holds a guard as we do, and that we may kill. */
  private Process holder() throws IOException {
    Path script = directory.resolve("holder.py");
    Files.writeString(
        script,
        """
        import subprocess, sys, time
        guard = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)
        time.sleep(600)
        """);
    List<String> command =
        new java.util.ArrayList<>(List.of(guard.python().toString(), script.toString()));
    command.addAll(guard.command(launch(STUBBORN)));
    return new ProcessBuilder(command).directory(directory.toFile()).start();
  }

  private Path awaitFile(Path file) {
    Launch waiting =
        Launch.of(
            "waiting",
            List.of("sh", "-c", "until [ -f ids ]; do sleep 0.05; done; echo > seen"),
            directory);
    try (Supervised process = Supervised.start(guard, waiting)) {
      process.awaitFile(directory.resolve("seen"), minute());
    }
    return file;
  }

  private static List<ProcessHandle> processes(Path ids) throws IOException {
    return List.of(Files.readString(ids).strip().split(" ")).stream()
        .map(Long::valueOf)
        .flatMap(id -> ProcessHandle.of(id).stream())
        .toList();
  }

  private static void assertDies(ProcessHandle process) {
    CompletableFuture<ProcessHandle> end = process.onExit();
    assertThat(end.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS))
        .succeedsWithin(Duration.ofMinutes(1));
  }

  private static Duration minute() {
    return Duration.ofMinutes(1);
  }
}
