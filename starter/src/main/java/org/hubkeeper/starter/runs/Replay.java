package org.hubkeeper.starter.runs;

import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/**
 * Tells what a run would answer, with no worker alive: the runbook is carried out here over the
 * recorded history. Nothing outside is called, since every answer is in the history.
 */
final class Replay {

  private final WorkflowClient client;
  private final List<RunbookInfo> catalogue;

  Replay(WorkflowClient client, List<RunbookInfo> catalogue) {
    this.client = client;
    this.catalogue = catalogue;
  }

  /** Empty when this release can't follow the history, as of an unknown runbook. */
  Optional<Report> report(WorkflowExecutionHistory history) {
    LastProgress progress = new LastProgress();
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setWorkerInterceptors(progress).build());
    try {
      Worker worker = factory.newWorker("replay");
      catalogue.stream()
          .flatMap(info -> info.implementation().stream())
          .forEach(worker::registerWorkflowImplementationTypes);
      return carryOut(worker, history, progress);
    } finally {
      factory.shutdownNow();
    }
  }

  private static Optional<Report> carryOut(
      Worker worker, WorkflowExecutionHistory history, LastProgress progress) {
    try {
      worker.replayWorkflowExecution(history);
    } catch (Exception e) {
      // The SDK declares no narrower one. What the run said before the difference is still true.
      return progress.lastSeen();
    }
    return progress.report();
  }
}
