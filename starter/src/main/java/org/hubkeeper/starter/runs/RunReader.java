package org.hubkeeper.starter.runs;

import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.runs.RunView.Source;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/**
 * Reads a run's report, whatever became of the run and of its workers.
 *
 * <ol>
 *   <li>An open run is asked, if a worker serves its queue.
 *   <li>A run that ended by itself has left its report.
 *   <li>Else the history is replayed here, and the server's word on its end put over it.
 *   <li>A run that the server has forgotten is read from the archive.
 * </ol>
 */
public final class RunReader {

  private final RunClient client;
  private final Pollers pollers;
  private final Replay replay;
  private final ArchiveFiles archive;
  private final List<RunbookInfo> catalogue;

  public RunReader(RunClient client, List<RunbookInfo> catalogue, ArchiveFiles archive) {
    this.client = client;
    this.pollers = new Pollers(client.connection());
    this.replay = new Replay(client.connection().client(), catalogue);
    this.archive = archive;
    this.catalogue = List.copyOf(catalogue);
  }

  /** All that can be known of a run now. */
  public RunView read(RunRef run) {
    Optional<DescribeWorkflowExecutionResponse> described = client.describe(run);
    if (described.isEmpty()) {
      return archive
          .read(run)
          .map(report -> new RunView(report, Source.ARCHIVE))
          .orElseThrow(
              () -> CommandFailure.failed("Temporal no longer has " + run + notArchived()));
    }
    WorkflowExecutionHistory history =
        client.connection().client().fetchHistory(run.workflowId(), run.runId());
    RunView view = view(run, described.get(), history);
    Tries tries = new Tries(Attempts.in(history.getEvents(), converter()), converter());
    return new RunView(tries.over(view.report(), described.get()), view.source());
  }

  private RunView view(
      RunRef run, DescribeWorkflowExecutionResponse described, WorkflowExecutionHistory history) {
    WorkflowExecutionInfo info = described.getWorkflowExecutionInfo();
    if (Rows.status(info).open()) {
      Optional<Report> answer =
          pollers.runbooks(described.getExecutionConfig().getTaskQueue().getName())
              ? client.progress(run)
              : Optional.empty();
      return answer
          .map(report -> new RunView(report, Source.RUN))
          .orElseGet(() -> replayed(info, history));
    }
    return new Ended(history.getEvents())
        .report(converter())
        .map(report -> new RunView(report, Source.RESULT))
        .orElseGet(() -> replayed(info, history));
  }

  private RunView replayed(WorkflowExecutionInfo info, WorkflowExecutionHistory history) {
    Optional<Report> told = replay.report(history);
    Report report =
        told.orElseGet(() -> new Unreplayed(catalogue, converter()).report(info, history));
    Status status = Rows.status(info);
    Report known =
        status.open() || !report.status().open()
            ? report
            : report.endedBy(
                status,
                new Ended(history.getEvents()).why(converter()),
                Rows.instant(info.getCloseTime()));
    return new RunView(known, told.isPresent() ? Source.HISTORY : Unreplayed.source(history));
  }

  private DataConverter converter() {
    return client.connection().options().getDataConverter();
  }

  private String notArchived() {
    return archive.configured()
        ? " and the archive holds no report of it"
        : "; set HUBKEEPER_ARCHIVE or --archive to look in the archive";
  }
}
