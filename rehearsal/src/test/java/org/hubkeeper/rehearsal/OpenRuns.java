package org.hubkeeper.rehearsal;

import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Actor;

/** What earlier tests have left under way. */
record OpenRuns(RunClient client) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** By an abort, which gives locks back at once; what does not listen is terminated. */
  void end() {
    open().stream()
        .filter(run -> run.workflowId().startsWith("prune-volumes"))
        .forEach(this::abort);
    Instant patience = Instant.now().plus(PATIENCE);
    Poll.untilTrue(
        "no open run",
        LIMIT,
        () -> {
          List<RunRef> left = open();
          if (Instant.now().isAfter(patience)) {
            left.forEach(this::terminate);
          }
          return left.isEmpty();
        });
  }

  private List<RunRef> open() {
    try (var found = client.connection().client().listExecutions("ExecutionStatus = 'Running'")) {
      return found
          .map(m -> m.getExecution())
          .map(e -> new RunRef(e.getWorkflowId(), e.getRunId()))
          .toList();
    }
  }

  private void abort(RunRef run) {
    try {
      client.abort(run, new Actor("tests", "", ""));
    } catch (WorkflowNotFoundException e) {
      // It has ended since.
    }
  }

  private void terminate(RunRef run) {
    try {
      client
          .connection()
          .client()
          .newUntypedWorkflowStub(
              WorkflowTargetOptions.newBuilder()
                  .setWorkflowId(run.workflowId())
                  .setRunId(run.runId())
                  .build())
          .terminate("left by an earlier test");
    } catch (WorkflowNotFoundException e) {
      // It has ended since.
    }
  }
}
