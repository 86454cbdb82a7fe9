package org.hubkeeper.workflows.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that an earlier commit has begun go on with this one. */
class HistoryTest {

  private static final Path HISTORIES = Path.of("src/test/resources/histories");
  private static final Pattern PAYLOAD = Pattern.compile("\"data\": \"([A-Za-z0-9+/=]+)\"");

  private static final Set<EventType> CUTS =
      EnumSet.of(
          EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyRecordedHistoryReplays(Path file) throws Exception {
    replay(file, Files.readString(file));
  }

  /** A worker that takes a run over finds a task that another has begun, or that nobody has. */
  @ParameterizedTest
  @MethodSource("files")
  void everyBeginningOfARecordedHistoryReplays(Path file) throws Exception {
    History whole =
        WorkflowExecutionHistory.fromJson(Files.readString(file), workflowId(file)).getHistory();
    int beginnings = 0;
    for (int end = 2; end < whole.getEventsCount(); end++) {
      if (CUTS.contains(whole.getEvents(end - 1).getEventType())) {
        History beginning =
            History.newBuilder().addAllEvents(whole.getEventsList().subList(0, end)).build();
        replay(new WorkflowExecutionHistory(beginning, workflowId(file)));
        beginnings++;
      }
    }
    assertThat(beginnings).isGreaterThan(1);
  }

  @ParameterizedTest
  @CsvSource({
    "prune-volumes-done.json, Volumes.ListDetached, Claims.Find",
    "prune-volumes-aborted.json, Volumes.ListDetached, Claims.Find",
    "bootstrap-done.json, Stacks.Ensure, NodeGroups.Ensure",
    "bootstrap-again.json, Blueprints.Read, Stacks.Inspect",
    "add-node-group-done.json, NodeGroups.Ensure, Charts.Ensure",
    "upgrade-done.json, Upgrades.EnsureVersion, Nodes.EnsureDrained"
  })
  void aHistoryInWhichTwoCallsHaveChangedPlacesDoesNotReplay(
      String name, String first, String second) throws IOException {
    Path file = HISTORIES.resolve(name);
    String json = Files.readString(file);
    String one = '"' + first + '"';
    String other = '"' + second + '"';
    assertThat(json).contains(one, other);
    String swapped = json.replace(one, "\u0000").replace(other, one).replace("\u0000", other);

    assertThatThrownBy(() -> replay(file, swapped)).hasStackTraceContaining("NonDeterministic");
  }

  @Test
  void thereIsAHistoryOfEveryEnd() throws IOException {
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .contains(
            "prune-volumes-done.json",
            "prune-volumes-aborted.json",
            "prune-volumes-retried.json",
            "page-delete.json",
            "bootstrap-done.json",
            "bootstrap-again.json",
            "add-node-group-done.json",
            "upgrade-done.json");
  }

  @Test
  void noHistoryNamesAPersonOrAMachine() throws IOException {
    for (Path file : files()) {
      String json = Files.readString(file);
      assertThat(json + payloads(json))
          .as("%s", file)
          .contains("\"identity\": \"recorder\"")
          .doesNotContain(
              System.getProperty("user.name") + "@",
              System.getProperty("user.home") + "/",
              System.getProperty("java.io.tmpdir"),
              "/home/");
    }
  }

  private static String payloads(String json) {
    StringBuilder all = new StringBuilder();
    Matcher found = PAYLOAD.matcher(json.replace("\\u003d", "="));
    while (found.find()) {
      all.append(new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8));
    }
    return all.toString();
  }

  /** The ids of pages begin with their run's. */
  private static void replay(Path file, String json) throws Exception {
    replay(WorkflowExecutionHistory.fromJson(json, workflowId(file)));
  }

  private static void replay(WorkflowExecutionHistory history) throws Exception {
    Class<?>[] types =
        Runbooks.all().stream()
            .flatMap(info -> info.implementation().stream())
            .toArray(Class<?>[]::new);
    WorkflowReplayer.replayWorkflowExecution(history, types[0], rest(types));
  }

  private static Class<?>[] rest(Class<?>[] types) {
    return java.util.Arrays.copyOfRange(types, 1, types.length);
  }

  /** Recorders name the run like this. */
  public static String workflowId(Path file) {
    String name = file.getFileName().toString().replace(".json", "");
    String runbook =
        name.startsWith("page") ? "prune-volumes" : name.substring(0, name.lastIndexOf('-'));
    String cluster =
        switch (runbook) {
          case "prune-volumes" -> "own";
          case "upgrade" -> "learning-test";
          default -> "ds-osu-test";
        };
    return runbook + "/" + cluster + "/recorded";
  }
}
