package org.hubkeeper.workflows.kernel;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.hubkeeper.workflows.kernel.Report.Pause;

/**
 * Lets steps through unless the run is paused.
 *
 * <ol>
 *   <li>A step waits here while the run is paused.
 *   <li>A pause cancels the calls under way: one that waits for its next attempt ends at once, one
 *       that is running ends with its attempt. A result that arrives all the same is kept.
 *   <li>What ended because of a pause, also by a failure, runs again after the resume. Activities
 *       look before they act, so this repeats nothing.
 * </ol>
 */
final class PauseGate {

  private final List<Pause> pauses = new ArrayList<>();
  private final List<CancellationScope> underWay = new ArrayList<>();
  private boolean closed;

  void pass() {
    Workflow.await(() -> !closed);
  }

  <T> T call(Supplier<T> body) {
    while (true) {
      pass();
      AtomicReference<T> result = new AtomicReference<>();
      CancellationScope scope = Workflow.newCancellationScope(() -> result.set(body.get()));
      underWay.add(scope);
      try {
        scope.run();
        return result.get();
      } catch (TemporalFailure e) {
        if (!endedByPause(scope)) {
          throw e;
        }
      } finally {
        underWay.remove(scope);
      }
    }
  }

  void pause(Actor by) {
    if (!closed) {
      closed = true;
      pauses.add(new Pause(by, Clock.real()));
      List.copyOf(underWay).forEach(scope -> scope.cancel("paused by " + by));
    }
  }

  void open() {
    closed = false;
  }

  boolean closed() {
    return closed;
  }

  /** Every pause so far; while the gate is closed the last one is current. */
  List<Pause> pauses() {
    return List.copyOf(pauses);
  }

  Pause current() {
    return pauses.get(pauses.size() - 1);
  }

  private static boolean endedByPause(CancellationScope scope) {
    return scope.isCancelRequested() && !CancellationScope.current().isCancelRequested();
  }
}
