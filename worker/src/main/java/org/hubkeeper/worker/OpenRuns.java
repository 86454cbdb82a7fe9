package org.hubkeeper.worker;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import org.hubkeeper.workflows.runbook.Runbooks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays the histories of all open runs with this release, before it takes them over: a run whose
 * history it can't follow would be stuck.
 */
final class OpenRuns {

  /** A second history, or a second look at it, tells an accident from a release that can't. */
  private static final int TRIES = 3;

  /** Nothing else waits here, and a machine that has just started may be slow for a while. */
  private static final long PATIENCE_MILLIS = 30_000;

  /** Where the SDK prints what the runbook threw, behind several lines about what it had asked. */
  private static final String THROWN = ", error=";

  private static final String CAUSE = "Caused by: ";

  private static final Logger LOG = LoggerFactory.getLogger(OpenRuns.class);

  private OpenRuns() {}

  /** One line for each open run that this release can't go on with. */
  static List<String> check(WorkflowClient client) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            Registration.factoryOptions(
                new FailureTranslators(List.of()),
                client.getOptions().getDataConverter(),
                Registration.STALL));
    Worker worker =
        factory.newWorker(
            "hubkeeper-replay",
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(PATIENCE_MILLIS).build());
    Registration.runbooks(worker);
    List<String> failed = new ArrayList<>();
    try (Stream<WorkflowExecutionMetadata> open = client.listExecutions(query())) {
      open.forEach(run -> replay(client, worker, run.getExecution(), failed));
    }
    return failed;
  }

  private static void replay(
      WorkflowClient client, Worker worker, WorkflowExecution run, List<String> failed) {
    Optional<String> why = Optional.of("");
    for (int tried = 0; tried < TRIES && why.isPresent(); tried++) {
      why = trouble(client, worker, run);
    }
    why.ifPresent(words -> failed.add(run.getWorkflowId() + " (" + run.getRunId() + "): " + words));
  }

  private static Optional<String> trouble(
      WorkflowClient client, Worker worker, WorkflowExecution run) {
    WorkflowExecutionHistory history = client.fetchHistory(run.getWorkflowId(), run.getRunId());
    try {
      worker.replayWorkflowExecution(history);
      return Optional.empty();
    } catch (Exception e) {
      // The SDK declares Exception and wraps whatever the workflow's code threw.
      LOG.warn("{} does not replay", run.getWorkflowId(), e);
      return Optional.of(told(e));
    }
  }

  /** The innermost cause: what is around it says only that replaying failed. */
  static String told(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    int at = message.indexOf(THROWN);
    return at < 0
        ? cause.getClass().getSimpleName() + ": " + firstLine(message)
        : innermost(message.substring(at + THROWN.length()));
  }

  private static String innermost(String printed) {
    return printed
        .lines()
        .filter(line -> line.startsWith(CAUSE))
        .reduce((outer, inner) -> inner)
        .map(line -> line.substring(CAUSE.length()))
        .orElseGet(() -> firstLine(printed));
  }

  private static String query() {
    String types =
        Stream.concat(
                Runbooks.all().stream().map(RunbookInfo::type),
                Stream.of("ClusterLock", "PruneVolumesPage"))
            .map(type -> "'" + type + "'")
            .collect(Collectors.joining(","));
    return "ExecutionStatus = 'Running' AND WorkflowType IN (" + types + ")";
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("?");
  }
}
