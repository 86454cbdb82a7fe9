package org.hubkeeper.workflows.runbook.teardown;

import io.temporal.common.converter.RawValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.activity.Notices.Notice;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.teardown.TeardownPlan.Entry;

/**
 * The end of a cluster, a hub or a network.
 *
 * <ol>
 *   <li>Make the inventory and plan: everything is deleted, kept, scheduled or refused, and why.
 *   <li>People approve; the owners are told; whoever objects has the grace period to abort.
 *   <li>Look again, make the final backup, and ask at the point of no return.
 *   <li>Save what is kept, then work until the inventory is empty: {@link TeardownRemoval}.
 *   <li>Mark what is kept, schedule the ends of keys, prove that nothing else is left.
 *   <li>A day later, and when keys have ended, runs of their own look again.
 * </ol>
 */
public final class TeardownImpl implements Teardown {

  /** Lines of a notice. */
  private static final int TOLD = 200;

  private final Steps steps = Steps.register("teardown");
  private Request request;
  private ClusterSlice slice;
  private InventoryReader reader;

  @Override
  public Report run(RawValue input) {
    return steps.runbook(input, Request.class, this::tearDown);
  }

  private void tearDown(Request given) {
    request = given;
    request.checkConfirmed();
    slice = steps.lookUp(request);
    checkHub();
    reader = new InventoryReader(steps, slice, request);
    if (!request.planOnly()) {
      steps.lock(slice.ref(), locks());
    }
    reader.survey();

    TeardownPlan found = reader.plan("List everything that belongs to it");
    TeardownPlan plan = steps.plan(TeardownPlan.class, () -> found);
    if (request.planOnly()) {
      steps.skip("Approve", "only a plan was asked for; no lock was taken, so it may be stale");
      return;
    }
    approve(plan);
    if (plan.changes().isEmpty()) {
      steps.skip("Delete", "nothing to do");
      return;
    }
    TeardownPlan agreed = noReturn(grace(plan));
    Safekeeping keeping = new Safekeeping(steps, slice, request, reader, agreed);
    keeping.before();
    TeardownRemoval removal = new TeardownRemoval(steps, slice.ref(), reader, policy(), agreed);
    steps.restoreOnAbort("Say what is gone", () -> removal.results().forEach(steps::result));
    TeardownPlan left = removal.remove();
    keeping.after();
    steps.restored();
    prove(agreed, removal, left);
  }

  private void checkHub() {
    if (!request.scope().equals(Request.HUB)) {
      return;
    }
    List<String> names = slice.hubs().stream().map(ClusterSlice.Hub::name).toList();
    if (!names.contains(request.hub())) {
      throw Input.wrong(
          "hub",
          "the cluster has no hub " + request.hub() + Input.suggestion(request.hub(), names));
    }
  }

  private String[] locks() {
    return switch (request.scope()) {
      case Request.HUB -> new String[] {"components", "hub/" + request.hub(), "volumes"};
      case Request.NETWORK -> new String[] {"control-plane"};
      default -> new String[] {"control-plane", "components", "volumes", "pool/*"};
    };
  }

  private void approve(TeardownPlan plan) {
    List<ApprovalGroup> groups = new ArrayList<>();
    if (!plan.changes().isEmpty()) {
      groups.add(question(plan));
    }
    if (!plan.guarded().isEmpty()) {
      groups.add(protection(plan.guarded()));
    }
    if (steps.approve(groups).size() < groups.size()) {
      steps.rejected();
    }
  }

  private ApprovalGroup question(TeardownPlan plan) {
    List<String> details = new ArrayList<>(plan.notes());
    plan.findings().forEach(finding -> details.add(finding.code() + ": " + finding.message()));
    plan.entries().stream().filter(Entry::listed).forEach(entry -> details.add(entry.line()));
    return new ApprovalGroup(
        what(),
        "Delete "
            + what()
            + ": "
            + plan.changes().size()
            + " things and what is derived from them?",
        details,
        policy());
  }

  private ApprovalGroup protection(List<Entry> guarded) {
    return new ApprovalGroup(
        "protection",
        "Somebody has protected " + guarded.size() + " of them against deletion. Lift that?",
        guarded.stream().map(Entry::line).toList(),
        policy().alwaysAsked());
  }

  /** Nothing is changed in it, so that whoever objects can end the run and all is as before. */
  private TeardownPlan grace(TeardownPlan plan) {
    tellOwners(plan);
    if (request.graceHours() == 0) {
      steps.skip("Wait for the grace period", "0 hours were asked for");
    } else {
      steps.sleepUntil(
          "Wait " + request.graceHours() + " hours",
          steps.clock().now().plus(Duration.ofHours(request.graceHours())),
          slice.timeZone(),
          "nothing has been changed yet: whoever objects aborts the run");
    }
    return again(plan);
  }

  private void tellOwners(TeardownPlan plan) {
    Notices notices = steps.here(Notices.class, Patience.API);
    String subject =
        "%s: %s will be deleted in %d hours".formatted(slice.ref(), what(), request.graceHours());
    List<String> lines = new ArrayList<>(plan.notes());
    plan.changes().stream()
        .limit(TOLD)
        .forEach(change -> lines.add(change.verb() + " " + change.target()));
    String text = "Whoever objects aborts the run.\n" + String.join("\n", lines);
    steps.run(
        "Tell the owners",
        () -> notices.send(new Notice(slice.ref().name(), subject, text, slice.owners())));
  }

  private TeardownPlan again(TeardownPlan plan) {
    return steps.confirm(
        "Approve what changed since",
        TeardownPlan.class,
        plan,
        () -> unlessMore(plan, reader.plan("List everything once more")),
        policy());
  }

  /** What has gone meanwhile by itself is nothing to ask about. */
  private static TeardownPlan unlessMore(TeardownPlan agreed, TeardownPlan now) {
    boolean blocked = now.findings().stream().anyMatch(Finding::blocking);
    return !blocked && essences(agreed).containsAll(essences(now)) ? agreed : now;
  }

  private static Set<String> essences(TeardownPlan plan) {
    Set<String> essences = new LinkedHashSet<>();
    plan.changes()
        .forEach(change -> essences.add(change.verb() + change.target() + change.detail()));
    return essences;
  }

  private TeardownPlan noReturn(TeardownPlan plan) {
    String backup = new FinalBackup(steps, slice, request, reader).make();
    List<String> details = new ArrayList<>(List.of(backup));
    details.addAll(plan.notes());
    ApprovalGroup last =
        new ApprovalGroup(
            "point of no return",
            "From here on there is no way back. Delete " + what() + " now?",
            details,
            policy().alwaysAsked());
    if (steps.approve(List.of(last)).isEmpty()) {
      steps.rejected();
    }
    return plan;
  }

  private void prove(TeardownPlan before, TeardownRemoval removal, TeardownPlan after) {
    removal.results().forEach(steps::result);
    Proof.tell(steps, before, after);
    if (removal.incomplete()) {
      steps.abort("something was found that is kept as was decided, and what it holds is kept too");
    }
    new FollowUp(steps, slice, request, reader.site()).begin(before);
    steps.confirmNothingLeft("Verify that nothing is left", after.toGo());
  }

  private String what() {
    return switch (request.scope()) {
      case Request.HUB -> "hub " + request.hub() + " of cluster " + slice.ref();
      case Request.NETWORK -> "network " + request.vpc();
      default -> "cluster " + slice.ref();
    };
  }

  /** On production two people, whatever the fleet file says. */
  private Policy policy() {
    boolean production = slice.ref().production();
    List<Kind> kinds =
        production ? List.of(Kind.DESTRUCTIVE, Kind.PRODUCTION) : List.of(Kind.DESTRUCTIVE);
    Policy policy = slice.approvals().policy("teardown", kinds);
    return production ? policy.people(2).alwaysAsked() : policy;
  }
}
