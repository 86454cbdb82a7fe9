package org.hubkeeper.activities.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.hubkeeper.workflows.activity.Archive;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileArchiveTest {

  private static final String QUEUE = "archive";

  @TempDir private Path folder;
  private final TestWorkflowEnvironment server = TestWorkflowEnvironment.newInstance();

  /** Stores a report twice, as a retried activity does. */
  @WorkflowInterface
  public interface Keeping {

    @WorkflowMethod
    String keep(Report report);
  }

  /** See {@link Keeping}. */
  public static final class KeepingImpl implements Keeping {

    @Override
    public String keep(Report report) {
      Archive archive =
          Workflow.newActivityStub(
              Archive.class,
              ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(30)).build());
      archive.store(report);
      return archive.store(report);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aReportIsKeptInAllFormsWithItsHistory() throws IOException {
    Path kept = keep(report("a"));

    assertThat(kept.getParent()).isEqualTo(folder.resolve("a"));
    assertThat(kept.getFileName().toString()).startsWith("prune-volumes_a_1_");
    assertThat(files(kept))
        .containsExactlyInAnyOrder("report.json", "report.md", "report.html", "history.json.gz");
    assertThat(Json.MAPPER.readValue(kept.resolve("report.json").toFile(), Report.class))
        .isEqualTo(report("a"));
    assertThat(history(kept).getEvents().get(0).hasWorkflowExecutionStartedEventAttributes())
        .isTrue();
  }

  @Test
  void aClusterThatSomebodyMistypedLeadsNowhereElse() {
    Path kept = keep(report("../../x"));

    assertThat(kept.normalize().getParent().getParent()).isEqualTo(folder);
  }

  @Test
  void anArchiveThatCantBeWrittenIsToldWithItsPlaceAndARemedy() {
    ApplicationFailure full = FileArchive.unwritable(folder, new IOException("x"));
    ApplicationFailure closed = FileArchive.unwritable(folder, new AccessDeniedException("x"));

    assertThat(full.getType()).isEqualTo("UNAVAILABLE");
    assertThat(closed.getType()).isEqualTo("FORBIDDEN");
    assertThat(full.getOriginalMessage()).contains(folder.toString()).contains("`archive`");
  }

  @Test
  void thePageShowsTextsAsTextsAndNeedsNothingElse() throws IOException {
    String html = Files.readString(keep(report("a")).resolve("report.html"));

    assertThat(html)
        .contains("&lt;b&gt;why&lt;/b&gt;")
        .contains("abc123")
        .contains("DELETE")
        .doesNotContain("<b>")
        .doesNotContain("src=")
        .doesNotContain("href=");
  }

  private Path keep(Report report) {
    Worker worker = server.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(KeepingImpl.class);
    worker.registerActivitiesImplementations(new FileArchive(folder, server.getWorkflowClient()));
    server.start();
    return Path.of(
        server
            .getWorkflowClient()
            .newWorkflowStub(
                Keeping.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId("prune-volumes/a/1")
                    .setTaskQueue(QUEUE)
                    .build())
            .keep(report));
  }

  private static List<String> files(Path kept) throws IOException {
    try (Stream<Path> files = Files.list(kept)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static WorkflowExecutionHistory history(Path kept) throws IOException {
    try (InputStream zip =
        new GZIPInputStream(Files.newInputStream(kept.resolve("history.json.gz")))) {
      return WorkflowExecutionHistory.fromJson(
          new String(zip.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static Report report(String cluster) {
    Instant start = Instant.parse("2026-11-21T12:00:00Z");
    Decision decision =
        new Decision(
            "q1", "", "abc123", Answer.APPROVE, "sam", "<b>why</b>", "terminal", start, "");
    return new Report(
        "prune-volumes",
        cluster,
        "prune-volumes/a/1",
        "run-1",
        "alex",
        Status.COMPLETED,
        "",
        Instant.EPOCH,
        new PlanView(
            "abc123",
            List.of(new Change(Change.Verb.DELETE, "vol-1", "10 GiB")),
            0,
            List.of(),
            List.of(),
            List.of()),
        List.of(
            new Step(
                "Delete", Step.State.DONE, start, start.plusSeconds(2), 1, "1 volume", List.of())),
        0,
        List.of(),
        List.of(decision),
        List.of(),
        List.of(),
        List.of("1 volume deleted"),
        "",
        "hash",
        start,
        start.plusSeconds(3));
  }
}
