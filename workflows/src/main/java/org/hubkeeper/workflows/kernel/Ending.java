package org.hubkeeper.workflows.kernel;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import org.hubkeeper.workflows.activity.Archive;
import org.hubkeeper.workflows.kernel.Report.Status;

/**
 * How a run ends.
 *
 * <ol>
 *   <li>An abort or failure runs the restorations, last registered first, whatever was canceled.
 *   <li>Locks are given back, so that the next run need not wait for the server to free them.
 *   <li>The report and the history are archived.
 *   <li>An aborted run returns its report; a failed one fails, with the report as details. A run
 *       that Temporal's own cancel has ended is closed as canceled by the SDK, whatever it returns:
 *       its report is in the archive, and queries give it.
 * </ol>
 */
final class Ending {

  /** Failure type of a run that a person ended. */
  static final String ABORTED = "ABORTED";

  record Restoration(String name, Runnable body) {}

  final Deque<Restoration> restorations = new ArrayDeque<>();
  private final Desk desk;
  private final Lease lease;
  private final Archive archive;

  Ending(Desk desk, Lease lease, Calls calls) {
    this.desk = desk;
    this.lease = lease;
    this.archive = calls.here(Archive.class, Patience.PROBE);
  }

  Report around(Runnable body) {
    CancellationScope work = Workflow.newCancellationScope(body::run);
    desk.work(work);
    try {
      work.run();
      detached(() -> finish(Status.COMPLETED, ""));
    } catch (TemporalFailure e) {
      boolean abort = work.isCancelRequested() || aborted(e);
      String why = work.isCancelRequested() ? reason(work) : plain(e);
      detached(
          () -> {
            restore();
            finish(abort ? Status.ABORTED : Status.FAILED, why);
          });
      if (!abort) {
        throw failed(e);
      }
    }
    return desk.progress();
  }

  /** Temporal's own cancel gives none. */
  private static String reason(CancellationScope work) {
    String given = work.getCancellationReason();
    return given == null || given.isEmpty() ? "canceled" : given;
  }

  private void restore() {
    desk.gate.open();
    while (!restorations.isEmpty()) {
      try {
        restorations.pop().body().run();
      } catch (TemporalFailure e) {
        // A person gave this restoration up; the others must run all the same.
        desk.leftovers.add("not restored: " + plain(e));
      }
    }
  }

  /** Gives a lock back; when that is not possible, the run's end frees it too, only later. */
  void free(String lock) {
    try {
      lease.free(lock);
    } catch (ActivityFailure e) {
      if (CancellationScope.current().isCancelRequested()) {
        throw e;
      }
      desk.leftovers.add(lock + " is freed by the end of the run: " + plain(e));
    }
  }

  private void finish(Status status, String why) {
    lease.held().forEach(this::free);
    desk.end(status, why);
    try {
      archive.store(desk.progress());
    } catch (ActivityFailure e) {
      desk.leftovers.add("the report was not archived: " + plain(e));
      desk.show();
    }
  }

  private ApplicationFailure failed(TemporalFailure e) {
    String type = e instanceof ApplicationFailure a ? a.getType() : Status.FAILED.name();
    return ApplicationFailure.newBuilder()
        .setType(type)
        .setMessage(plain(e))
        .setNonRetryable(true)
        .setDetails(desk.progress())
        .build();
  }

  private static boolean aborted(TemporalFailure e) {
    return e instanceof CanceledFailure
        || e.getCause() instanceof CanceledFailure
        || e instanceof ApplicationFailure a && ABORTED.equals(a.getType());
  }

  private static String plain(TemporalFailure e) {
    return Failures.told(e).message();
  }

  private static void detached(Runnable body) {
    Workflow.newDetachedCancellationScope(body).run();
  }
}
