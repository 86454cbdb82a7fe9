package org.hubkeeper.workflows.kernel;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowSemaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.workflows.kernel.Siblings.Failed;

/**
 * Work that frees other work: whenever an item has ended, it is asked what can begin now. Aborts
 * and failures are treated as by {@link Siblings}.
 */
final class Cascade<T> {

  private final WorkflowSemaphore slots;
  private final Consumer<T> body;
  private final Function<TemporalFailure, Boolean> curable;
  private final List<Failed<T>> failed = new ArrayList<>();
  private final List<TemporalFailure> aborts = new ArrayList<>();
  private final List<Promise<Void>> running = new ArrayList<>();

  Cascade(int atOnce, Consumer<T> body, Function<TemporalFailure, Boolean> curable) {
    slots = Workflow.newWorkflowSemaphore(atOnce);
    this.body = body;
    this.curable = curable;
  }

  /** Returns the items that failed in a way that a person may cure. */
  List<Failed<T>> run(List<T> first, Supplier<List<T>> next) {
    Workflow.newCancellationScope(all -> flow(all, first, next)).run();
    if (!aborts.isEmpty()) {
      throw aborts.get(0);
    }
    return failed;
  }

  /**
   * Ends when nothing is under way: nothing of this run may still act once the next step begins.
   */
  private void flow(CancellationScope all, List<T> first, Supplier<List<T>> next) {
    List<T> ready = new ArrayList<>(first);
    ready.addAll(next.get());
    while (!ready.isEmpty() || !running.isEmpty()) {
      ready.forEach(item -> running.add(Async.procedure(() -> inSlot(all, item))));
      // Not cancelable, so that also after an abort everybody is waited for.
      Promise.anyOf(running).get();
      running.removeIf(Promise::isCompleted);
      ready = aborts.isEmpty() ? next.get() : List.of();
    }
  }

  private void inSlot(CancellationScope all, T item) {
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
