package org.hubkeeper.workflows.runbook.restore;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.hubkeeper.workflows.kernel.Field;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Report;

/** Gives back what runs have left changed on nodes and pools. */
@WorkflowInterface
public interface RestoreMarks {

  /** Takes a {@link Request} as JSON. */
  @WorkflowMethod(name = "RestoreMarks")
  Report run(RawValue request);

  /** What the operator may set. */
  record Request(
      @Field(value = "name of the cluster in the fleet file", required = true) String cluster,
      @Field(value = "plan and change nothing", byDefault = "false") Boolean planOnly,
      @Field(value = "who asks for the run, as the door knows") String requester,
      @Field(value = "seconds that pass for the runbook in one second", byDefault = "1")
          Double timeFactor)
      implements org.hubkeeper.workflows.kernel.Request {

    public Request {
      cluster = Input.required("cluster", cluster);
      planOnly = planOnly != null && planOnly;
      requester = requester == null ? "" : requester;
      timeFactor = timeFactor == null ? 1.0 : timeFactor;
      if (!(timeFactor >= 1 && timeFactor <= 10_000_000)) {
        throw Input.wrong("timeFactor", timeFactor + " is not between 1 and 10000000");
      }
    }
  }
}
