package org.hubkeeper.rehearsal.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.process.Guard;
import org.hubkeeper.starter.CommandFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {

  @TempDir private Path directory;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Narrator narrator =
      new Narrator(new PrintStream(told, true, StandardCharsets.UTF_8));
  private Installer installer;

  @BeforeEach
  void prepare() {
    Cache cache = new Cache(directory.resolve("cache"));
    Guard guard = Guard.in(cache.directory("guard"), ThisMachine.python());
    installer = new Installer(cache, guard, narrator);
  }

  @AfterEach
  void endTheNarrator() {
    narrator.close();
  }

  @Test
  void aMissingPartIsAnnouncedBuiltAndKept() throws IOException {
    Part part =
        new Scripted("one", "echo built >> \"$1\"/result; echo built >> counter", directory);

    installer.provide(List.of(part));
    installer.provide(List.of(part));

    assertThat(installer.place(part).resolve("result")).hasContent("built");
    assertThat(Files.readAllLines(directory.resolve("counter"))).hasSize(1);
    assertThat(told.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("Setting up, once")
        .contains("part one", "about 3 min", "45 MB", "done: part one");
  }

  @Test
  void aPartWhoseBuildFailsIsNotThereAndTheMessageSaysWhatToDo() {
    Part part = new Scripted("two", "touch \"$1\"/half; echo cannot reach it; exit 5", directory);

    assertThatThrownBy(() -> installer.provide(List.of(part)))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("part two could not be built (status 5)")
        .hasMessageContaining("check the weather")
        .hasMessageContaining("cannot reach it");
    assertThat(installer.place(part)).doesNotExist();
  }

  @Test
  void whatAKilledBuildLeftBehindIsThrownAway() throws IOException {
    Part failing = new Scripted("three", "touch \"$1\"/half; exit 5", directory);
    assertThatThrownBy(() -> installer.provide(List.of(failing))).isNotNull();
    Path parts = installer.place(failing).getParent();
    assertThat(names(parts)).hasSize(1).allMatch(name -> name.startsWith(".part-three"));

    installer.provide(List.of(new Scripted("three", "touch \"$1\"/whole", directory)));

    assertThat(names(parts)).containsExactly("three");
    assertThat(names(parts.resolve("three"))).containsExactly("whole");
  }

  @Test
  void independentPartsAreBuiltSideBySide() {
    Part waiting = new Scripted("waiting", "until [ -f go ]; do sleep 0.05; done", directory);
    Part going = new Scripted("going", "touch go", directory);

    installer.provide(List.of(waiting, going));

    assertThat(installer.place(waiting)).isDirectory();
    assertThat(installer.place(going)).isDirectory();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  /** A part that a shell script builds. */
  private record Scripted(String key, String script, Path directory) implements Part {

    @Override
    public String title() {
      return "part " + key;
    }

    @Override
    public Cost cost() {
      return new Cost(3, 45);
    }

    @Override
    public void build(Path into, Workshop workshop) {
      List<String> command = List.of("sh", "-c", script, "sh", into.toString());
      workshop.run(new Workshop.Task(command, directory, Map.of(), "check the weather"));
    }
  }
}
