package org.hubkeeper.workflows.kernel;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.temporal.workflow.WorkflowLock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.Locks;
import org.hubkeeper.workflows.kernel.ClusterLock.Holder;

/** A run's hold on parts of a cluster. */
final class Lease {

  private final String runbook;
  private final Locks locks;
  private final Map<String, Promise<Void>> held = new LinkedHashMap<>();
  // Items of a step run side by side; two that took the same lost lock would end each other's.
  private final WorkflowLock taking = Workflow.newWorkflowLock();

  Lease(String runbook, Calls calls) {
    this.runbook = runbook;
    this.locks = calls.here(Locks.class, Patience.LOCK);
  }

  /** Returns once the lock is ours or our parent's. A busy lock is waited for by an activity. */
  void take(String lock) {
    do {
      // Asked first, so that a lock freed by force is not taken while attempts may be under way.
      if (locks.awaitFree(lock, ancestor())) {
        return;
      }
    } while (!tryTake(lock));
  }

  /** Takes those locks again that somebody ended by hand. */
  void keep() {
    for (String lock : held()) {
      if (lost(lock)) {
        taking.lock();
        try {
          if (lost(lock)) {
            take(lock);
          }
        } finally {
          taking.unlock();
        }
      }
    }
  }

  private boolean lost(String lock) {
    return held.containsKey(lock) && held.get(lock).isCompleted();
  }

  List<String> held() {
    return List.copyOf(held.keySet());
  }

  /** Gives a lock back; unlike an end by force this is known to leave nothing under way. */
  void free(String lock) {
    if (held.containsKey(lock)) {
      locks.free(lock);
      held.remove(lock);
    }
  }

  /** The server decides: of all who start the same id, one succeeds and the others fail at once. */
  private boolean tryTake(String lock) {
    ClusterLock child = Workflow.newChildWorkflowStub(ClusterLock.class, options(lock));
    try {
      // Detached, so that the lock outlives a cancellation until the clean-up is done.
      Workflow.newDetachedCancellationScope(() -> held.put(lock, hold(child))).run();
      Workflow.getWorkflowExecution(child).get();
      return true;
    } catch (ChildWorkflowFailure e) {
      held.remove(lock);
      if (e.getCause() instanceof WorkflowExecutionAlreadyStarted) {
        return false;
      }
      throw e;
    }
  }

  /** However it ends, the end is news and no failure of this run. */
  private Promise<Void> hold(ClusterLock child) {
    return Async.procedure(child::hold, self()).handle((ended, why) -> null);
  }

  private ChildWorkflowOptions options(String lock) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(lock)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_TERMINATE)
        .setMemo(Map.of(ClusterLock.HOLDER, self()))
        .setStaticSummary("Held by " + runbook)
        .build();
  }

  private Holder self() {
    WorkflowInfo info = Workflow.getInfo();
    return new Holder(info.getWorkflowId(), info.getRunId(), runbook, Clock.real());
  }

  private static String ancestor() {
    return Workflow.getInfo().getParentWorkflowId().orElse("");
  }
}
