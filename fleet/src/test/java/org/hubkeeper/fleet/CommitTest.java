package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    file =
        Files.writeString(
            Files.createDirectory(folder.resolve("fleets")).resolve("fleet.yaml"), "first");
  }

  @Test
  void aFileOutsideOfAnyRepositoryHasNoCommit() {
    assertThat(commit("first")).isEmpty();
  }

  @Test
  void aFileThatGitDoesNotKnowHasNoCommit() throws IOException {
    git("init", "-q");
    Files.writeString(folder.resolve("other"), "x");
    keep("other");

    assertThat(commit("first")).isEmpty();
  }

  @Test
  void aRepositoryWithoutCommitsHasNone() {
    git("init", "-q");

    assertThat(commit("first")).isEmpty();
  }

  @Test
  void theLastCommitOfTheFileIsNamedAndNotThatOfItsNeighbours() throws IOException {
    git("init", "-q");
    keep("fleets/fleet.yaml");
    String wanted = git("rev-parse", "HEAD");
    Files.writeString(folder.resolve("other"), "x");
    keep("other");

    assertThat(wanted).matches("[0-9a-f]{40,64}");
    assertThat(commit("first")).isEqualTo(wanted);
  }

  @Test
  void aChangedFileIsMarked() throws IOException {
    git("init", "-q");
    keep("fleets/fleet.yaml");
    Files.writeString(file, "second");

    assertThat(commit("second")).isEqualTo(git("rev-parse", "HEAD") + "-dirty");
  }

  @Test
  void whatCountsIsWhatWasReadAndNotWhatStandsThereNow() throws IOException {
    git("init", "-q");
    keep("fleets/fleet.yaml");
    Files.writeString(file, "second");

    assertThat(commit("first")).isEqualTo(git("rev-parse", "HEAD"));
  }

  @Test
  void aLinkIsFollowedToItsRepository() throws IOException {
    git("init", "-q");
    keep("fleets/fleet.yaml");
    Path elsewhere = Files.createTempDirectory("fleet");
    Path link = Files.createSymbolicLink(elsewhere.resolve("linked.yaml"), file);

    assertThat(Commit.of(link, "first".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(git("rev-parse", "HEAD"));
    Files.delete(link);
    Files.delete(elsewhere);
  }

  @Test
  void withoutGitThereIsNoCommit() {
    git("init", "-q");
    keep("fleets/fleet.yaml");

    assertThat(Commit.of(file, "first".getBytes(StandardCharsets.UTF_8), folder.toString()))
        .isEmpty();
  }

  @Test
  void aCommandThatHangsIsEndedWithItsChildrenAndGivesNoAnswer() throws IOException {
    Path child = folder.resolve("child");
    List<String> words = List.of(script("sleep 600 & echo $! > " + child + "; echo part; wait"));

    Command.Result result = Command.run(folder, Duration.ofSeconds(3), words);

    assertThat(result.status()).isEqualTo(Command.NO_ANSWER);
    assertThat(result.output()).isEmpty();
    assertThat(ended(Long.parseLong(Files.readString(child).strip())))
        .succeedsWithin(Duration.ofSeconds(30));
  }

  private static CompletableFuture<?> ended(long pid) {
    return ProcessHandle.of(pid)
        .<CompletableFuture<?>>map(ProcessHandle::onExit)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  @Test
  void aCommandThatPrintsMoreThanAPipeHoldsIsReadToItsEnd() throws IOException {
    List<String> words = List.of(script("head -c 1000000 /dev/zero; exit 3"));

    Command.Result result = Command.run(folder, Duration.ofSeconds(60), words);

    assertThat(result.status()).isEqualTo(3);
    assertThat(result.output()).hasSize(1_000_000);
  }

  private String commit(String content) {
    return Commit.of(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private void keep(String name) {
    git("add", name);
    git(
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "commit",
        "-q",
        "-m",
        "keep " + name);
  }

  private String git(String... words) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    Command.Result result = Command.run(folder, Duration.ofSeconds(60), command);
    assertThat(result.status()).as(command.toString()).isZero();
    return new String(result.output(), StandardCharsets.UTF_8).strip();
  }

  private String script(String text) throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }
}
