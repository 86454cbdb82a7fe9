package org.hubkeeper.workflows.runbook.prune;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.hubkeeper.workflows.kernel.Field;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Report;

/** Reviews detached volumes with people and deletes what they approve. */
@WorkflowInterface
public interface PruneVolumes {

  /** Takes a {@link Request} as JSON. */
  @WorkflowMethod(name = "PruneVolumes")
  Report run(RawValue request);

  /** What the operator may set. */
  record Request(
      @Field(value = "name of the cluster in the fleet file", required = true) String cluster,
      @Field(
              value = "leave volumes alone that were created less than so many days ago",
              byDefault = "30",
              least = 0,
              most = 3650)
          Integer minAgeDays,
      @Field(
              value = "days between the notice to the owners and the deletion",
              byDefault = "7",
              least = 0,
              most = 90)
          Integer graceDays,
      @Field(
              value = "most volumes that one run may delete",
              byDefault = "200",
              least = 1,
              most = 10_000)
          Integer maxVolumes,
      @Field(
              value = "most GiB that one run may delete",
              byDefault = "10000",
              least = 1,
              most = 10_000_000)
          Integer maxGiB,
      @Field(value = "make a snapshot of each volume before it is deleted", byDefault = "true")
          Boolean snapshots,
      @Field(value = "plan and change nothing", byDefault = "false") Boolean planOnly,
      @Field(value = "who asks for the run, as the door knows") String requester,
      @Field(value = "seconds that pass for the runbook in one second", byDefault = "1")
          Double timeFactor)
      implements org.hubkeeper.workflows.kernel.Request {

    public Request {
      cluster = Input.required("cluster", cluster);
      minAgeDays = Input.within("minAgeDays", minAgeDays, 30, 0, 3650);
      graceDays = Input.within("graceDays", graceDays, 7, 0, 90);
      maxVolumes = Input.within("maxVolumes", maxVolumes, 200, 1, 10_000);
      maxGiB = Input.within("maxGiB", maxGiB, 10_000, 1, 10_000_000);
      snapshots = snapshots == null || snapshots;
      planOnly = planOnly != null && planOnly;
      requester = requester == null ? "" : requester;
      timeFactor = timeFactor == null ? 1.0 : timeFactor;
      if (!(timeFactor >= 1 && timeFactor <= 10_000_000)) {
        throw Input.wrong("timeFactor", timeFactor + " is not between 1 and 10000000");
      }
    }
  }
}
