package org.hubkeeper.workflows.runbook.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that an earlier commit has begun go on with this one. */
class HistoryTest {

  /** Pages' ids begin with it. */
  static final String WORKFLOW_ID = "prune-volumes/own/recorded";

  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(HISTORIES)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyRecordedHistoryReplays(Path file) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(
        WorkflowExecutionHistory.fromJson(Files.readString(file), WORKFLOW_ID),
        PruneVolumesImpl.class,
        PruneVolumesPageImpl.class);
  }

  @ParameterizedTest
  @MethodSource("files")
  void aHistoryInWhichTwoCallsHaveChangedPlacesDoesNotReplay(Path file) throws IOException {
    String json = Files.readString(file);
    String first = "Volumes.ListDetached";
    String second = "Claims.Find";
    String swapped = json.replace(first, "\u0000").replace(second, first).replace("\u0000", second);
    boolean calls = !swapped.equals(json);
    WorkflowExecutionHistory history = WorkflowExecutionHistory.fromJson(swapped, WORKFLOW_ID);

    if (calls) {
      assertThatThrownBy(
              () ->
                  WorkflowReplayer.replayWorkflowExecution(
                      history, PruneVolumesImpl.class, PruneVolumesPageImpl.class))
          .hasStackTraceContaining("NonDeterministic");
    } else {
      assertThat(file.getFileName().toString()).startsWith("page");
    }
  }

  @Test
  void thereIsAHistoryOfEveryEnd() throws IOException {
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .contains(
            "prune-volumes-done.json",
            "prune-volumes-aborted.json",
            "prune-volumes-retried.json",
            "page-delete.json");
  }

  @Test
  void noHistoryNamesAPersonOrAMachine() throws IOException {
    for (Path file : files()) {
      assertThat(Files.readString(file))
          .as("%s", file)
          .contains("\"identity\": \"recorder\"")
          .doesNotContain(System.getProperty("user.name") + "@", "/tmp/");
    }
  }
}
