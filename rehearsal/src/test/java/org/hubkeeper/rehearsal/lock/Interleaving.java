package org.hubkeeper.rehearsal.lock;

import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.hubkeeper.workflows.kernel.Actor;

/** Two runs on one cluster and what may happen to them, all chosen by one seed. */
final class Interleaving {

  /** What may happen. */
  enum Event {
    PAUSE,
    RESUME,
    ABORT,
    CANCEL,
    RESET,
    TERMINATE,
    CRASH
  }

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Actor SOMEBODY = new Actor("somebody", "", "test");
  private static final int FIRST_DECISION = 4;
  private static final int PAUSE_MILLIS = 400;
  private static final int SHORT = 10;
  static final int LONG = 60;

  private final WorkflowClient client;
  private final ProbeWorkers workers;
  private final Map<Event, Integer> happened;
  private final Random random;
  private final String cluster;

  Interleaving(
      WorkflowClient client, ProbeWorkers workers, Map<Event, Integer> happened, long seed) {
    this.client = client;
    this.workers = workers;
    this.happened = happened;
    this.random = new Random(seed);
    this.cluster = "probe-" + Long.toHexString(seed);
  }

  static Map<Event, Integer> counters() {
    return new ConcurrentHashMap<>();
  }

  String cluster() {
    return cluster;
  }

  /** Returns once both runs are over and a third one has had its turn. */
  void play() {
    List<String> runs = List.of(start(true, few()), start(true, few()));
    int events = 1 + random.nextInt(4);
    for (int i = 0; i < events; i++) {
      pass();
      Event event = next();
      if (happens(event, runs.get(random.nextInt(runs.size())))) {
        happened.merge(event, 1, Integer::sum);
      }
    }
    runs.forEach(run -> happens(Event.RESUME, run));
    runs.forEach(this::awaitEnd);
    String last = start(true, 1);
    if (awaitEnd(last) != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED) {
      throw new AssertionError(cluster + ": the third run did not complete");
    }
  }

  /** Mostly short work; what lasts can outlive its run. */
  private int few() {
    return random.nextInt(4) == 0 ? LONG : 1 + random.nextInt(SHORT);
  }

  String start(boolean locked, int changes) {
    String id = "probe/" + cluster + "/" + UUID.randomUUID();
    client
        .newUntypedWorkflowStub(
            "Probe",
            WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(ProbeWorkers.QUEUE).build())
        .start(
            Map.of(
                "cluster", cluster, "locked", locked, "changes", changes, "timeFactor", 100_000));
    return id;
  }

  /** Crashes are rarer: they hit all clusters. */
  private Event next() {
    Event event = Event.values()[random.nextInt(Event.values().length)];
    return event == Event.CRASH && random.nextInt(4) > 0 ? Event.RESET : event;
  }

  /** Not a wait for anything: when something happens is a part of what the seed chooses. */
  private void pass() {
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(PAUSE_MILLIS)).toNanos());
  }

  private boolean happens(Event event, String run) {
    WorkflowStub stub = client.newUntypedWorkflowStub(run);
    try {
      switch (event) {
        case PAUSE -> stub.signal("pause", SOMEBODY);
        case RESUME -> stub.signal("resume", SOMEBODY);
        case ABORT -> stub.signal("abort", SOMEBODY);
        case CANCEL -> stub.cancel();
        case RESET -> reset(run);
        case TERMINATE -> stub.terminate("by hand");
        case CRASH -> workers.crash(random.nextInt(100));
      }
      return true;
    } catch (WorkflowNotFoundException | WorkflowServiceException | StatusRuntimeException e) {
      // Too late, or too early for a reset, or the server was too busy: it did not happen.
      return false;
    }
  }

  private void reset(String run) {
    client
        .getWorkflowServiceStubs()
        .blockingStub()
        .resetWorkflowExecution(
            ResetWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setRequestId(UUID.randomUUID().toString())
                .setReason("by hand")
                .setWorkflowExecution(WorkflowExecution.newBuilder().setWorkflowId(run))
                .setWorkflowTaskFinishEventId(FIRST_DECISION)
                .build());
  }

  /** By a call that the server answers at the end: forty lookers would leave nobody else a turn. */
  WorkflowExecutionStatus awaitEnd(String run) {
    Instant deadline = Instant.now().plus(LIMIT);
    while (Instant.now().isBefore(deadline)) {
      try {
        WorkflowExecutionStatus status = client.newUntypedWorkflowStub(run).describe().getStatus();
        if (status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
          return status;
        }
        awaitResult(client.newUntypedWorkflowStub(run));
      } catch (WorkflowServiceException e) {
        // A server that is too busy to answer is asked again.
        LockSupport.parkNanos(PAUSE_MILLIS * 1_000_000L);
      }
    }
    throw new AssertionError("not within " + LIMIT.toSeconds() + " s: the end of " + run);
  }

  /** Of this run of the workflow; after a reset another one goes on under its id. */
  private static void awaitResult(WorkflowStub stub) {
    try {
      stub.getResult(5, TimeUnit.SECONDS, Object.class);
    } catch (TimeoutException | WorkflowException e) {
      // How it ended is asked for by name.
    }
  }
}
