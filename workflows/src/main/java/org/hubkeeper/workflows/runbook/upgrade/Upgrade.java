package org.hubkeeper.workflows.runbook.upgrade;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.hubkeeper.workflows.kernel.Field;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.model.KubeVersion;

/** Moves a cluster to a later minor of Kubernetes. */
@WorkflowInterface
public interface Upgrade {

  /** Takes a {@link Request} as JSON. */
  @WorkflowMethod(name = "Upgrade")
  Report run(RawValue request);

  /** What the operator may set. */
  record Request(
      @Field(value = "name of the cluster in the fleet file", required = true) String cluster,
      @Field(value = "minor to move to, as 1.34", required = true) String target,
      @Field(
              value = "minor that you believe to run; another one that runs is a refusal",
              byDefault = "\"\"")
          String from,
      @Field(
              value =
                  "moves of the control plane as you would make them, as 1.33->1.34, 1.34->1.35;"
                      + " only checked: the run finds its own",
              byDefault = "\"\"")
          String path,
      @Field(value = "findings to let pass, as CODE: reason; CODE: reason", byDefault = "\"\"")
          String waive,
      @Field(value = "plan and change nothing", byDefault = "false") Boolean planOnly,
      @Field(value = "who asks for the run, as the door knows") String requester,
      @Field(value = "seconds that pass for the runbook in one second", byDefault = "1")
          Double timeFactor)
      implements org.hubkeeper.workflows.kernel.Request {

    public Request {
      cluster = Input.required("cluster", cluster);
      target = version("target", Input.required("target", target));
      from = from == null || from.isBlank() ? "" : version("from", from);
      path = path == null ? "" : path;
      waive = waive == null ? "" : waive;
      planOnly = planOnly != null && planOnly;
      requester = requester == null ? "" : requester;
      timeFactor = timeFactor == null ? 1.0 : timeFactor;
      if (!(timeFactor >= 1 && timeFactor <= 10_000_000)) {
        throw Input.wrong("timeFactor", timeFactor + " is not between 1 and 10000000");
      }
      Waivers.read(waive);
      TypedPath.read(path);
    }

    private static String version(String field, String text) {
      return KubeVersion.find(text)
          .map(KubeVersion::toString)
          .orElseThrow(() -> Input.wrong(field, text + " is no minor of Kubernetes, as 1.34"));
    }
  }
}
