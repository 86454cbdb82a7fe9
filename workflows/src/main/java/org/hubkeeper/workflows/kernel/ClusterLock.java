package org.hubkeeper.workflows.kernel;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Instant;

/**
 * The lock of a part of a cluster: a child workflow whose fixed id says what is locked. The server
 * lets only one of an id run, so that no two runs hold it; it ends with its holder.
 */
@WorkflowInterface
public interface ClusterLock {

  /** Memo that names the holder, readable while no worker runs. */
  String HOLDER = "holder";

  /** Who holds a lock. */
  record Holder(String workflowId, String runId, String runbook, Instant since) {}

  /** The workflow id of a lock, as {@code lock/prod-cluster/volumes}. */
  static String idOf(String cluster, String part) {
    return "lock/" + cluster + "/" + part;
  }

  @WorkflowMethod(name = "ClusterLock")
  void hold(Holder holder);

  /** Sent when the holder has given it back. */
  @SignalMethod
  void release();
}
