package org.hubkeeper.starter.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.DecisionResult;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/** Starts runs and steers them: the one way from this command line into a run. */
public final class RunClient {

  /** Task queue of all runbooks. */
  public static final String QUEUE = "hubkeeper";

  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final TemporalConnection connection;

  public RunClient(TemporalConnection connection) {
    this.connection = connection;
  }

  public TemporalConnection connection() {
    return connection;
  }

  /** Starts a run; the input has been checked. */
  public RunRef start(RunbookInfo runbook, JsonNode input) {
    String cluster = input.path("cluster").asText();
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(QUEUE)
            .setWorkflowId(RunIds.next(runbook.name(), cluster, Instant.now()))
            .setStaticSummary(runbook.name() + " of " + cluster)
            .build();
    WorkflowStub stub = connection.client().newUntypedWorkflowStub(runbook.type(), options);
    WorkflowExecution started = stub.start(input);
    return new RunRef(started.getWorkflowId(), started.getRunId());
  }

  /** What the run says of itself; empty when no worker answers for it in time. */
  public Optional<Report> progress(RunRef run) {
    QueryWorkflowRequest request =
        QueryWorkflowRequest.newBuilder()
            .setNamespace(connection.namespace())
            .setExecution(execution(run))
            .setQuery(WorkflowQuery.newBuilder().setQueryType("progress"))
            .build();
    try {
      return Payloads.first(
          connection.options().getDataConverter(),
          connection.service().queryWorkflow(request).getQueryResult().getPayloadsList(),
          Report.class);
    } catch (StatusRuntimeException e) {
      if (unanswered(e.getStatus().getCode())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The server's own word about a run; empty when it has none of that id. */
  public Optional<DescribeWorkflowExecutionResponse> describe(RunRef run) {
    try {
      return Optional.of(
          connection
              .service()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(connection.namespace())
                      .setExecution(execution(run))
                      .build()));
    } catch (StatusRuntimeException e) {
      // An id that the server finds malformed is none that it has.
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND
          || e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The latest run of a workflow id. */
  public Optional<RunRef> latest(String workflowId) {
    return describe(new RunRef(workflowId, ""))
        .map(
            found -> {
              WorkflowExecution run = found.getWorkflowExecutionInfo().getExecution();
              return new RunRef(run.getWorkflowId(), run.getRunId());
            });
  }

  /** Sends a decision and waits for what became of it. */
  public DecisionResult decide(RunRef run, Decision decision) {
    CompletableFuture<DecisionResult> answer =
        CompletableFuture.supplyAsync(
            () -> stub(run).update("decide", DecisionResult.class, decision));
    try {
      return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException e) {
      return refused(e.getCause());
    } catch (TimeoutException e) {
      throw CommandFailure.failed(
          "the run has not answered within "
              + ANSWER.toSeconds()
              + " s; start a worker, then look with `hubkeeper show "
              + run
              + "` whether the answer was taken");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted");
    }
  }

  public void pause(RunRef run, Actor by) {
    stub(run).signal("pause", by);
  }

  public void resume(RunRef run, Actor by) {
    stub(run).signal("resume", by);
  }

  public void abort(RunRef run, Actor by) {
    stub(run).signal("abort", by);
  }

  /** A refusal by the validator leaves no trace in the run, so it arrives as a failure. */
  private static DecisionResult refused(Throwable cause) {
    if (cause instanceof WorkflowUpdateException e
        && e.getCause() instanceof ApplicationFailure failure) {
      return new DecisionResult(false, failure.getOriginalMessage());
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    throw new IllegalStateException(cause);
  }

  private WorkflowStub stub(RunRef run) {
    return connection
        .client()
        .newUntypedWorkflowStub(
            WorkflowTargetOptions.newBuilder().setWorkflowExecution(execution(run)).build());
  }

  private static WorkflowExecution execution(RunRef run) {
    return WorkflowExecution.newBuilder()
        .setWorkflowId(run.workflowId())
        .setRunId(run.runId())
        .build();
  }

  /** No worker in time, or one that does not have this query: the history must tell. */
  private static boolean unanswered(Status.Code code) {
    return switch (code) {
      case DEADLINE_EXCEEDED, FAILED_PRECONDITION, INVALID_ARGUMENT, CANCELLED -> true;
      default -> false;
    };
  }
}
