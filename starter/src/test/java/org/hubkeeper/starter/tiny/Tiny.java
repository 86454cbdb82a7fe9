package org.hubkeeper.starter.tiny;

import io.temporal.activity.ActivityInterface;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Field;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Plan;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/** A runbook with a plan, a question and a step that can be held up or broken. */
@WorkflowInterface
public interface Tiny {

  /** The catalogue of these tests. */
  RunbookInfo INFO =
      new RunbookInfo(
          "dust-shelves",
          "DustShelves",
          "Removes the dust from shelves",
          Request.class,
          List.of(TinyImpl.class),
          List.of("removes dust"),
          List.of("shelves"),
          "{\"cluster\": \"library\"}");

  @WorkflowMethod(name = "DustShelves")
  Report run(RawValue request);

  /** The work, as far as it is outside. */
  @ActivityInterface
  interface Shelves {
    int look(String cluster);

    void dust(String cluster);
  }

  /** What is planned. */
  record DustPlan(List<Change> changes, List<Finding> findings, List<String> notes)
      implements Plan {}

  /** Two approvals are wanted when {@code people} says so. */
  record Request(
      @Field(value = "name of the cluster", required = true) String cluster,
      @Field(value = "people who must approve", byDefault = "1", least = 1, most = 5)
          Integer people,
      @Field(value = "plan and change nothing", byDefault = "false") Boolean planOnly,
      @Field("who asks for the run") String requester,
      @Field(value = "speed of time", byDefault = "1") Double timeFactor)
      implements org.hubkeeper.workflows.kernel.Request {

    public Request {
      cluster = Input.required("cluster", cluster);
      people = Input.within("people", people, 1, 1, 5);
      planOnly = planOnly != null && planOnly;
      requester = requester == null ? "" : requester;
      timeFactor = timeFactor == null ? 1.0 : timeFactor;
    }
  }
}
