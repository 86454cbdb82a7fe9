package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.docs.DocumentedCommand;
import org.hubkeeper.rehearsal.world.TemporalServer;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.Main;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.terminal.Console;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shown commands that only look are carried out, each once, and answer. */
class DocumentedCommandsRehearsalTest {

  private static final Set<String> LOOKING =
      Set.of("list", "show", "watch", "report", "doctor", "runbooks", "plan", "completion");

  private final RehearsalWorld world = RehearsalWorld.shared();

  @TempDir private Path files;

  @Test
  void whatOnlyLooksAnswers() throws IOException {
    world.scene("default");
    TestRun run = world.run(RehearsalWorld.TEST, Map.of("planOnly", true));
    run.approveAll();
    Map<List<String>, DocumentedCommand> wanted = new LinkedHashMap<>();
    DocumentedCommand.all().stream()
        .filter(one -> LOOKING.contains(one.words().get(0)))
        .filter(one -> !one.words().get(0).equals("plan") || ofThisWorld(one.words()))
        .forEach(one -> wanted.putIfAbsent(here(one.words(), run), one));

    wanted.forEach(this::answers);

    assertThat(wanted.keySet()).extracting(words -> words.get(0)).containsAll(LOOKING);
  }

  /** Another runbook's plan needs another world; that it can be parsed is tested elsewhere. */
  private static boolean ofThisWorld(List<String> words) {
    return words.contains("prune-volumes") || words.contains("--help");
  }

  private void answers(List<String> words, DocumentedCommand shown) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = Console.plain(out, err, new ByteArrayInputStream(new byte[0]));

    int status =
        Main.run(
            DocumentedCommand.context(
                console,
                flags ->
                    TemporalConnection.to(world.address().temporal(), TemporalServer.NAMESPACE)),
            words.toArray(String[]::new));

    assertThat(status)
        .as("%s, as %s: %s", shown, words, err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            words.get(0).equals("plan") && !words.contains("--help") ? Exit.CHANGES : Exit.DONE);
    assertThat(err.toString(StandardCharsets.UTF_8)).as("%s", shown).doesNotContain("hubkeeper:");
  }

  /** With this world's names in the places of the page's. */
  private List<String> here(List<String> words, TestRun run) {
    return words.stream()
        .map(
            word ->
                switch (word) {
                  case "RUN", "prune-volumes/ds-osu-test" -> run.ref().workflowId();
                  case "NAME" -> RehearsalWorld.TEST;
                  case "examples/ds-osu/fleet.yaml" -> "../" + word;
                  case "report.html" -> files.resolve(word).toString();
                  default -> word;
                })
        .toList();
  }
}
