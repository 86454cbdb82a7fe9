package org.hubkeeper.workflows.runbook.teardown;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.Site;

/** Looks again a day later: some things come late. A run of its own, which takes no lock. */
@WorkflowInterface
public interface TeardownRescan {

  @WorkflowMethod(name = "TeardownRescan")
  Report run(RawValue request);

  /**
   * What was torn down.
   *
   * @param slice as the run before had it: the fleet file may know the cluster no longer
   * @param site where to look: nothing leads there any more
   */
  record Request(ClusterSlice slice, Teardown.Request teardown, Site site)
      implements org.hubkeeper.workflows.kernel.Request {

    @Override
    public String cluster() {
      return slice.ref().name();
    }

    @Override
    public Boolean planOnly() {
      return true;
    }

    @Override
    public String requester() {
      return teardown.requester();
    }

    @Override
    public Double timeFactor() {
      return teardown.timeFactor();
    }
  }
}
