package org.hubkeeper.rehearsal.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hubkeeper.workflows.kernel.Report;

/** Watches a run and lets processes die when their step has come, each once. */
public final class FaultWatcher implements AutoCloseable {

  private static final long BEAT_MILLIS = 20;

  private final Supplier<Optional<Report>> progress;
  private final Consumer<ProcessFault> strike;
  private final List<ProcessFault> waiting;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "faults");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Begins to watch.
   *
   * @param progress how the run stands; empty while nobody can tell
   * @param strike kills the process
   */
  public FaultWatcher(
      List<ProcessFault> faults,
      Supplier<Optional<Report>> progress,
      Consumer<ProcessFault> strike) {
    this.progress = progress;
    this.strike = strike;
    this.waiting = new ArrayList<>(faults);
    if (!faults.isEmpty()) {
      clock.scheduleWithFixedDelay(this::look, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Faults whose step never came. */
  public synchronized List<ProcessFault> waiting() {
    return List.copyOf(waiting);
  }

  private synchronized void look() {
    Optional<Report> report = waiting.isEmpty() ? Optional.empty() : progress.get();
    if (report.isPresent()) {
      List<ProcessFault> due = waiting.stream().filter(fault -> fault.due(report.get())).toList();
      waiting.removeAll(due);
      due.forEach(strike);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
