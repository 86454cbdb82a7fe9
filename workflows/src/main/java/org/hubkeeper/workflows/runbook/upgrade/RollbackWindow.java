package org.hubkeeper.workflows.runbook.upgrade;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;

/**
 * Tells the owners of a cluster before a move of its control plane can't be taken back any more. A
 * run of its own, which outlives the upgrade and holds no lock.
 */
@WorkflowInterface
public interface RollbackWindow {

  /** What it is about. */
  record Window(
      ClusterRef cluster,
      List<String> owners,
      String timeZone,
      KubeVersion from,
      KubeVersion to,
      Instant until,
      double timeFactor) {}

  /** Returns what was told, or why nothing was. */
  @WorkflowMethod(name = "UpgradeRollbackWindow")
  String run(Window window);
}
