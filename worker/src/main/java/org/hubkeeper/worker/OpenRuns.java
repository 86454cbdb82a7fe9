package org.hubkeeper.worker;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import org.hubkeeper.workflows.runbook.Runbooks;

/**
 * Replays the histories of all open runs with this release, before it takes them over: a run whose
 * history it can't follow would be stuck.
 */
final class OpenRuns {

  private OpenRuns() {}

  /** One line for each open run that this release can't go on with. */
  static List<String> check(WorkflowClient client) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            Registration.factoryOptions(
                new FailureTranslators(List.of()), client.getOptions().getDataConverter()));
    Worker worker = factory.newWorker("hubkeeper-replay");
    Registration.runbooks(worker);
    List<String> failed = new ArrayList<>();
    try (Stream<WorkflowExecutionMetadata> open = client.listExecutions(query())) {
      open.forEach(run -> replay(client, worker, run.getExecution(), failed));
    }
    return failed;
  }

  private static void replay(
      WorkflowClient client, Worker worker, WorkflowExecution run, List<String> failed) {
    WorkflowExecutionHistory history = client.fetchHistory(run.getWorkflowId(), run.getRunId());
    try {
      worker.replayWorkflowExecution(history);
    } catch (Exception e) {
      // The SDK declares Exception and wraps whatever the workflow's code threw.
      failed.add(run.getWorkflowId() + " (" + run.getRunId() + "): " + firstLine(e.getMessage()));
    }
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
    return message == null ? "?" : message.lines().findFirst().orElse("?");
  }
}
