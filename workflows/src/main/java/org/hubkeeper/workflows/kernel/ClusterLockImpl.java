package org.hubkeeper.workflows.kernel;

import io.temporal.workflow.Workflow;

/** Waits until it is given back; its holder's end ends it too. */
public final class ClusterLockImpl implements ClusterLock {

  private boolean released;

  @Override
  public void hold(Holder holder) {
    Workflow.setCurrentDetails(
        "Held by **%s** `%s` since %s. It is freed when that run closes, however it closes."
            .formatted(holder.runbook(), holder.workflowId(), holder.since()));
    Workflow.await(() -> released);
  }

  @Override
  public void release() {
    released = true;
  }
}
