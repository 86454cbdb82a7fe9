package org.hubkeeper.workflows.kernel;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowSemaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Work side by side. An abort ends the others: what has not begun never begins, waits end at once,
 * attempts under way are waited for. Other failures are collected, so that one question can be
 * asked for all of them.
 */
final class Siblings<T> {

  /** One item that failed, and why. */
  record Failed<T>(T item, TemporalFailure why) {}

  private final WorkflowSemaphore slots;
  private final List<Failed<T>> failed = new ArrayList<>();
  private final List<TemporalFailure> aborts = new ArrayList<>();

  Siblings(int atOnce) {
    slots = Workflow.newWorkflowSemaphore(atOnce);
  }

  /** Returns the items that failed in a way that a person may cure. */
  List<Failed<T>> run(
      List<T> items,
      java.util.function.Consumer<T> body,
      Function<TemporalFailure, Boolean> curable) {
    List<Promise<Void>> running = new ArrayList<>();
    Workflow.newCancellationScope(
            all ->
                items.forEach(
                    item -> running.add(Async.procedure(() -> inSlot(all, item, body, curable)))))
        .run();
    // Everybody is waited for: nothing of this run may still act once the next step begins.
    running.forEach(Promise::get);
    if (!aborts.isEmpty()) {
      throw aborts.get(0);
    }
    return failed;
  }

  private void inSlot(
      CancellationScope all,
      T item,
      java.util.function.Consumer<T> body,
      Function<TemporalFailure, Boolean> curable) {
    try {
      slots.acquire();
      try {
        body.accept(item);
      } finally {
        slots.release();
      }
    } catch (TemporalFailure e) {
      if (curable.apply(e) && !CancellationScope.current().isCancelRequested()) {
        failed.add(new Failed<>(item, e));
      } else {
        aborts.add(e);
        all.cancel("another item was aborted");
      }
    }
  }
}
