package org.hubkeeper.workflows.runbook.prune;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Records histories for {@link org.hubkeeper.workflows.runbook.HistoryTest}: {@code mvn test
 * -Dtest=HistoryRecorder -Drecord.histories=true}. Recorded files of earlier commits are kept under
 * other names.
 */
@EnabledIfSystemProperty(named = "record.histories", matches = "true")
class HistoryRecorder extends PruneTest {

  /** Pages' ids begin with it. */
  private static final String WORKFLOW_ID = "prune-volumes/own/recorded";

  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  @Test
  void done() throws IOException {
    cloud.add(vol("v1"), vol("v2").hub("bio-ns"), vol("v3").unidentified(), vol("v4"));
    cloud.claim(own, "ds100", "v4");
    TestRun run = start("graceDays", 7);
    approveAll(run);
    record(run, "", "prune-volumes-done.json");
    record(run, "/page-delete-1", "page-delete.json");
    record(run, "/page-snapshot-1", "page-snapshot.json");
  }

  @Test
  void aborted() throws IOException {
    cloud.add(vol("v1"), vol("v2"));
    TestRun run = start("graceDays", 7);
    approve(run);
    run.until(r -> r.steps().stream().anyMatch(s -> s.name().startsWith("Wait")));
    run.signal("pause", SAM);
    run.until(r -> !r.pauses().isEmpty());
    run.signal("abort", SAM);
    run.result();
    record(run, "", "prune-volumes-aborted.json");
  }

  @Test
  void retried() throws IOException {
    cloud.add(vol("v1"), vol("v2"));
    cloud.once(
        "snapshot",
        () -> {
          throw Failures.of(FailureKind.QUOTA, "too many snapshots", null);
        });
    TestRun run = start();
    approve(run);
    run.until(r -> r.questions().stream().anyMatch(q -> q.allowed().contains(Answer.RETRY)));
    run.answer(Answer.RETRY);
    run.result();
    record(run, "", "prune-volumes-retried.json");
  }

  @Test
  void rejected() throws IOException {
    cloud.add(vol("v1"));
    TestRun run = start();
    reject(run);
    run.result();
    record(run, "", "prune-volumes-rejected.json");
  }

  private static void record(TestRun run, String page, String name) throws IOException {
    Files.createDirectories(HISTORIES);
    WorkflowExecutionHistory history = temporal.client().fetchHistory(run.id() + page);
    String json = history.toJson(true).replace(run.id(), WORKFLOW_ID);
    Files.writeString(
        HISTORIES.resolve(name),
        json.replaceAll("\"identity\": \"[^\"]*\"", "\"identity\": \"recorder\"") + "\n");
  }
}
