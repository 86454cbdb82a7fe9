package org.hubkeeper.workflows.runbook.upgradefleet;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.workflows.kernel.Field;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.model.KubeVersion;

/** Moves several clusters to a later minor of Kubernetes. */
@WorkflowInterface
public interface UpgradeFleet {

  /** Takes a {@link Request} as JSON. */
  @WorkflowMethod(name = "UpgradeFleet")
  Report run(RawValue request);

  /** What the operator may set. */
  record Request(
      @Field(
              value = "names of the clusters in the fleet file, with commas between",
              required = true)
          String cluster,
      @Field(value = "minor to move to, as 1.34", required = true) String target,
      @Field(
              value = "waves begin with one cluster and double up to so many",
              byDefault = "4",
              least = 1,
              most = 50)
          Integer atOnce,
      @Field(
              value = "no further wave begins once so many clusters have failed",
              byDefault = "1",
              least = 1,
              most = 50)
          Integer failures,
      @Field(value = "plan and change nothing", byDefault = "false") Boolean planOnly,
      @Field(value = "who asks for the run, as the door knows") String requester,
      @Field(value = "seconds that pass for the runbook in one second", byDefault = "1")
          Double timeFactor)
      implements org.hubkeeper.workflows.kernel.Request {

    /** More would not fit into one report. */
    private static final int MOST = 50;

    public Request {
      cluster = Input.required("cluster", cluster);
      String typed = Input.required("target", target);
      target =
          KubeVersion.find(typed)
              .map(KubeVersion::toString)
              .orElseThrow(
                  () -> Input.wrong("target", typed + " is no minor of Kubernetes, as 1.34"));
      atOnce = Input.within("atOnce", atOnce, 4, 1, 50);
      failures = Input.within("failures", failures, 1, 1, 50);
      planOnly = planOnly != null && planOnly;
      requester = requester == null ? "" : requester;
      timeFactor = timeFactor == null ? 1.0 : timeFactor;
      if (!(timeFactor >= 1 && timeFactor <= 10_000_000)) {
        throw Input.wrong("timeFactor", timeFactor + " is not between 1 and 10000000");
      }
      List<String> all = names(cluster);
      if (all.size() > MOST || all.stream().distinct().count() < all.size()) {
        throw Input.wrong("cluster", "at most " + MOST + " clusters, each once");
      }
    }

    List<String> names() {
      return names(cluster);
    }

    private static List<String> names(String text) {
      return Stream.of(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
    }
  }
}
