package org.hubkeeper.workflows.runbook.teardown;

import io.temporal.workflow.Workflow;
import java.util.List;
import org.hubkeeper.workflows.activity.Backups;
import org.hubkeeper.workflows.activity.Backups.BackupFact;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.teardown.Teardown.Request;

/** The last backup of what is to go, or where somebody says that it is. */
final class FinalBackup {

  private static final String STEP = "Make the final backup";

  private final Steps steps;
  private final ClusterSlice slice;
  private final Request request;
  private final InventoryReader reader;

  FinalBackup(Steps steps, ClusterSlice slice, Request request, InventoryReader reader) {
    this.steps = steps;
    this.slice = slice;
    this.request = request;
    this.reader = reader;
  }

  /** Returns where it is, in words, or why there is none. */
  String make() {
    String none = reason();
    if (!none.isEmpty()) {
      steps.skip(STEP, none);
      return "final backup: " + none;
    }
    Backups backups = steps.on(slice.ref(), Backups.class, Patience.CLOUD);
    BackupFact made = steps.call(STEP, () -> backups.ensure(slice.ref(), name(), namespaces()));
    String where = "final backup: " + made.name() + " in " + made.location();
    steps.result(where);
    return where;
  }

  private String reason() {
    if (request.scope().equals(Request.NETWORK)) {
      return "there is nothing in a network to back up";
    }
    if (request.backup().equals(Request.NONE)) {
      return "none, as was asked for";
    }
    if (!request.backup().isEmpty()) {
      return "somebody has made it: " + request.backup();
    }
    return reader.open() && reader.backups() ? "" : "nothing makes backups in the cluster";
  }

  /** The same when the step is tried again, another in another run. */
  private static String name() {
    return "final-" + Workflow.getInfo().getOriginalExecutionRunId().substring(0, 8);
  }

  private List<String> namespaces() {
    return TeardownPlanner.hub(slice, request)
        .map(hub -> List.of(hub.namespace()))
        .orElse(List.of());
  }
}
