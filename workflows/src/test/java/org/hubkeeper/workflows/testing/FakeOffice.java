package org.hubkeeper.workflows.testing;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hubkeeper.workflows.activity.Archive;
import org.hubkeeper.workflows.activity.Fleet;
import org.hubkeeper.workflows.activity.Locks;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.model.ClusterSlice;

/** What the runbooks' own worker does for a run: fleet file, locks, archive, notices. */
public final class FakeOffice {

  public final Map<String, ClusterSlice> clusters = new ConcurrentHashMap<>();
  public final List<String> lockLog = new CopyOnWriteArrayList<>();
  public final List<Report> archived = new CopyOnWriteArrayList<>();
  public final List<Notices.Notice> told = new CopyOnWriteArrayList<>();

  /** Locks that other runs hold, as a plan without locks sees them. */
  public final List<Blocker> others = new CopyOnWriteArrayList<>();

  /** When set, every archiving fails so. */
  public volatile FailureKind archiveFails;

  /** When set, no lock can be given back, so. */
  public volatile FailureKind freeFails;

  final Archive archive = this::store;
  final Fleet fleet = this::lookUp;
  final Notices notices = this::tell;
  final Locks locks;

  FakeOffice(WorkflowClient client) {
    this.locks = new SimpleLocks(client);
  }

  /** Forgets what the test before has done. */
  public void reset() {
    lockLog.clear();
    archived.clear();
    told.clear();
    archiveFails = null;
    freeFails = null;
  }

  private String store(Report report) {
    if (archiveFails != null) {
      throw Failures.of(archiveFails, "the archive is away", null);
    }
    archived.add(report);
    return "memory";
  }

  private ClusterSlice lookUp(String cluster, double timeFactor) {
    ClusterSlice slice = clusters.get(cluster);
    if (slice == null) {
      throw Failures.of(
          FailureKind.MISSING, "no cluster " + cluster + "; known: " + clusters.keySet(), null);
    }
    return slice;
  }

  private String tell(Notices.Notice notice) {
    told.add(notice);
    return "told";
  }

  /** Nobody competes in these tests, so a lock is always free. */
  private final class SimpleLocks implements Locks {

    private final WorkflowClient client;

    SimpleLocks(WorkflowClient client) {
      this.client = client;
    }

    @Override
    public boolean awaitFree(String lock, String ancestor) {
      lockLog.add("await " + lock);
      return false;
    }

    @Override
    public List<Blocker> look(List<String> locks) {
      return others;
    }

    @Override
    public void free(String lock) {
      lockLog.add("free " + lock);
      if (freeFails != null) {
        throw Failures.of(freeFails, "not allowed", null);
      }
      try {
        client.newUntypedWorkflowStub(lock).signal("release");
      } catch (WorkflowNotFoundException e) {
        // An attempt before has done it.
      }
    }
  }
}
