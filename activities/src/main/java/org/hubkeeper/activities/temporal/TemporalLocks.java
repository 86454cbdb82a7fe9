package org.hubkeeper.activities.temporal;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.hubkeeper.activities.Attempt;
import org.hubkeeper.activities.Run;
import org.hubkeeper.workflows.activity.Locks;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Board;
import org.hubkeeper.workflows.kernel.ClusterLock;
import org.hubkeeper.workflows.kernel.ClusterLock.Holder;
import org.hubkeeper.workflows.kernel.Failures;

/** Reads locks from the Temporal server; needs no worker of the holder to be up. */
public final class TemporalLocks implements Locks {

  /**
   * How long a lock that was ended by force is not taken. Attempts of its former holder learn by
   * their heartbeat, within a second, that they are outlived, and then change nothing more.
   */
  private static final Duration SETTLING = Duration.ofSeconds(4);

  /** How long the end of a lock is waited for within one attempt; it takes milliseconds. */
  private static final int ENDING_SECONDS = 3;

  private final WorkflowClient client;
  private final Supplier<String> self;
  private final InstantSource time;

  /** Asks in the namespace of the client. */
  public TemporalLocks(WorkflowClient client) {
    this(client, Run::id, InstantSource.system());
  }

  TemporalLocks(WorkflowClient client, Supplier<String> self, InstantSource time) {
    this.client = client;
    this.self = self;
    this.time = time;
  }

  @Override
  public boolean awaitFree(String lock, String ancestor) {
    Optional<WorkflowExecutionDescription> latest = latest(lock);
    if (latest.filter(TemporalLocks::running).isPresent()) {
      Holder holder = holder(latest.get());
      if (holder.workflowId().equals(ancestor)) {
        return true;
      }
      endIfOrphan(lock, latest.get(), holder);
      latest = latest(lock);
    }
    latest.ifPresent(ended -> letSettle(lock, ended));
    return false;
  }

  @Override
  public List<Blocker> look(List<String> locks) {
    return locks.stream().flatMap(lock -> held(lock).stream()).toList();
  }

  private Optional<Blocker> held(String lock) {
    Optional<WorkflowExecutionDescription> latest = latest(lock).filter(TemporalLocks::running);
    return latest.flatMap(
        description -> {
          Holder holder = holder(description);
          return latest(holder.workflowId())
              .filter(TemporalLocks::running)
              .map(run -> blocker(lock, holder, run));
        });
  }

  @Override
  public void free(String lock) {
    Optional<WorkflowExecutionDescription> held =
        latest(lock)
            .filter(TemporalLocks::running)
            .filter(description -> holder(description).workflowId().equals(self.get()));
    if (held.isPresent()) {
      WorkflowStub stub = stub(held.get());
      release(stub);
      awaitEnd(lock, stub);
    }
  }

  /** Lets the caller go on when it has ended the lock; otherwise tells who holds it. */
  private void endIfOrphan(String lock, WorkflowExecutionDescription held, Holder holder) {
    Optional<WorkflowExecutionDescription> run =
        latest(holder.workflowId()).filter(TemporalLocks::running);
    if (run.isPresent() && !holder.workflowId().equals(self.get())) {
      throw Failures.notReady(blocker(lock, holder, run.get()));
    }
    // A run that is reset leaves its lock behind: the server ends it for no close of the new run.
    end(held);
  }

  private void end(WorkflowExecutionDescription held) {
    Attempt.checkStillOurs();
    try {
      stub(held).terminate("its run has closed");
    } catch (WorkflowNotFoundException e) {
      // The server was quicker.
    }
  }

  private void letSettle(String lock, WorkflowExecutionDescription ended) {
    boolean forced =
        ended.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED;
    Instant closed = ended.getCloseTime();
    if (forced && closed != null && time.instant().isBefore(closed.plus(SETTLING))) {
      Holder holder = holder(ended);
      throw Failures.notReady(
          new Blocker(
              lock,
              holder.runbook() + " " + holder.workflowId() + ", which was ended by force",
              closed,
              "settling for %d s, so that its last calls are over"
                  .formatted(SETTLING.toSeconds())));
    }
    if (running(ended)) {
      throw Failures.notReady("%s was taken by another run meanwhile", lock);
    }
  }

  private static void release(WorkflowStub stub) {
    Attempt.checkStillOurs();
    try {
      stub.signal("release");
    } catch (WorkflowNotFoundException e) {
      // It has ended since the look.
    }
  }

  private static void awaitEnd(String lock, WorkflowStub stub) {
    try {
      stub.getResult(ENDING_SECONDS, TimeUnit.SECONDS, Void.class);
    } catch (TimeoutException e) {
      throw Failures.notReady("%s has been given back but has not ended yet", lock);
    } catch (WorkflowException e) {
      // Ended otherwise, for instance by hand.
    }
  }

  private static Blocker blocker(String lock, Holder holder, WorkflowExecutionDescription run) {
    String waits = run.getTypedSearchAttributes().get(Board.WAITING_FOR);
    return new Blocker(
        lock,
        holder.runbook() + " " + holder.workflowId(),
        holder.since(),
        waits == null || waits.isEmpty() ? "it is at work" : "it waits for " + waits);
  }

  private static Holder holder(WorkflowExecutionDescription lock) {
    return lock.getMemo(ClusterLock.HOLDER, Holder.class, Holder.class);
  }

  private Optional<WorkflowExecutionDescription> latest(String workflowId) {
    try {
      return Optional.of(client.newUntypedWorkflowStub(workflowId).describe());
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }

  private WorkflowStub stub(WorkflowExecutionDescription description) {
    return client.newUntypedWorkflowStub(
        WorkflowTargetOptions.newBuilder()
            .setWorkflowExecution(description.getExecution())
            .build());
  }

  private static boolean running(WorkflowExecutionDescription description) {
    return description.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }
}
