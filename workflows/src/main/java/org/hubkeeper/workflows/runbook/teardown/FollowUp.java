package org.hubkeeper.workflows.runbook.teardown;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.ChildWorkflowStub;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.activity.EncryptionKeys;
import org.hubkeeper.workflows.activity.EncryptionKeys.KeyFact;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.Site;
import org.hubkeeper.workflows.runbook.teardown.Teardown.Request;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Fate;

/** What outlives the run: a look a day later, and the waiting for the ends of keys. */
final class FollowUp {

  private final Steps steps;
  private final ClusterSlice slice;
  private final Request request;
  private final Site site;

  FollowUp(Steps steps, ClusterSlice slice, Request request, Site site) {
    this.steps = steps;
    this.slice = slice;
    this.request = request;
    this.site = site;
  }

  void begin(TeardownPlan plan) {
    List<String> keys = plan.of(Fate.SCHEDULE).stream().map(entry -> entry.asset().id()).toList();
    if (!keys.isEmpty()) {
      start(
          "Schedule the end of " + Steps.some(keys),
          "TeardownKeys",
          "keys",
          "aborting %s until then keeps them",
          () ->
              new TeardownKeys.Request(
                  slice, schedule(keys), request.requester(), request.timeFactor()));
    }
    if (!request.scope().equals(Request.HUB)) {
      start(
          "Leave the look after 24 hours to a run of its own",
          "TeardownRescan",
          "rescan",
          "%s looks and reports",
          () -> new TeardownRescan.Request(slice, request, site));
    }
  }

  private List<TeardownKeys.End> schedule(List<String> keys) {
    EncryptionKeys activity = steps.on(slice.ref(), EncryptionKeys.class, Patience.API);
    List<TeardownKeys.End> ends = new ArrayList<>();
    for (String key : keys) {
      KeyFact fact = activity.ensureScheduled(slice.ref(), key, request.keyDays());
      steps.result("key " + key + " will be deleted at " + fact.endsAt());
      ends.add(TeardownKeys.End.of(fact));
    }
    return ends;
  }

  /** Without locks, and not ended with this run. */
  private void start(
      String step, String type, String suffix, String note, java.util.function.Supplier<?> input) {
    String id = Workflow.getInfo().getWorkflowId() + "/" + suffix;
    steps.prove(
        step,
        () -> {
          ChildWorkflowStub child =
              Workflow.newUntypedChildWorkflowStub(
                  type,
                  ChildWorkflowOptions.newBuilder()
                      .setWorkflowId(id)
                      .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                      .setStaticSummary(step)
                      .build());
          child.executeAsync(Report.class, input.get());
          child.getExecution().get();
          return note.formatted(id);
        });
  }
}
