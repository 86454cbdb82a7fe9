package org.hubkeeper.workflows.runbook.prune;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.activity.Notices.Notice;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.activity.Volumes.Naming;
import org.hubkeeper.workflows.activity.Volumes.Outcome;
import org.hubkeeper.workflows.activity.Volumes.Result;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Action;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Proposal;
import org.hubkeeper.workflows.runbook.prune.PruneVolumesPage.Page;
import org.hubkeeper.workflows.runbook.prune.PruneVolumesPage.Work;

/**
 * The review of detached volumes.
 *
 * <ol>
 *   <li>List what is detached, ask every cluster of the account what it claims, and plan.
 *   <li>People approve, hub by hub; volumes that nobody can identify are asked about twice.
 *   <li>Candidates are marked, their owners told, and the grace period passes.
 *   <li>Look again; what changed is asked about again.
 *   <li>Snapshot, then delete, with one more look just before each deletion.
 *   <li>Look once more: nothing approved may be left.
 * </ol>
 */
public final class PruneVolumesImpl implements PruneVolumes {

  /** Pages at work at the same time, as many as the account's request limits bear. */
  private static final int AT_ONCE = 16;

  private final Steps steps = Steps.register("prune-volumes");
  private Request request;
  private ClusterSlice slice;
  private ClusterRef cluster;
  private Volumes volumes;
  private VolumeReader reader;

  @Override
  public Report run(RawValue input) {
    return steps.runbook(input, Request.class, this::prune);
  }

  private void prune(Request given) {
    request = given;
    slice = steps.lookUp(request);
    cluster = slice.ref();
    volumes = steps.on(cluster, Volumes.class, Patience.API);
    reader = new VolumeReader(steps, slice, request);
    if (!request.planOnly()) {
      steps.lock(cluster, "volumes");
    }

    PrunePlan found = reader.everything();
    PrunePlan plan = steps.plan(PrunePlan.class, () -> found);
    if (request.planOnly()) {
      steps.skip("Approve", "only a plan was asked for; no lock was taken, so it may be stale");
      return;
    }
    PrunePlan agreed = approve(plan);
    if (agreed.proposals().isEmpty()) {
      steps.skip("Approve", "nothing to do");
      return;
    }
    name(agreed.of(Action.NAME));
    remove(agreed);
    steps.release(cluster, "volumes");
  }

  private PrunePlan approve(PrunePlan plan) {
    List<ApprovalGroup> groups = new ArrayList<>();
    plan.groups().forEach((name, members) -> groups.add(group(name, members)));
    List<String> approved = new ArrayList<>(steps.approve(groups));
    if (groups.isEmpty()) {
      return plan;
    }
    if (approved.contains(PrunePlan.UNIDENTIFIED)
        && steps.approve(List.of(secondLook(plan))).isEmpty()) {
      approved.remove(PrunePlan.UNIDENTIFIED);
    }
    if (approved.isEmpty()) {
      steps.rejected();
    }
    PrunePlan agreed = plan.only(approved);
    steps.plan(PrunePlan.class, () -> agreed);
    // Days may pass before somebody answers.
    return again("Approve what changed before the start", agreed);
  }

  private PrunePlan again(String name, PrunePlan agreed) {
    List<String> groups = List.copyOf(agreed.groups().keySet());
    List<String> ids = agreed.proposals().stream().map(Proposal::volume).toList();
    return steps.confirm(
        name,
        PrunePlan.class,
        agreed,
        // The report goes on to tell of the volumes that were left alone.
        () -> reader.these(ids).only(groups).noted(agreed.notes()),
        policy());
  }

  private void name(List<Proposal> living) {
    if (living.isEmpty()) {
      return;
    }
    steps.run(
        "Name " + count(living) + " of living hubs",
        () ->
            batches(living)
                .forEach(
                    batch ->
                        volumes.ensureNamed(
                            cluster,
                            batch.stream()
                                .map(p -> new Naming(p.volume(), cluster.name(), p.hub()))
                                .toList())));
  }

  private void remove(PrunePlan approved) {
    List<String> candidates = ids(approved.removals());
    if (candidates.isEmpty()) {
      return;
    }
    steps.restoreOnAbort("Take the candidate marks off", () -> unmark(candidates));
    Instant date = steps.clock().now();
    steps.run("Mark " + count(candidates) + " as candidates", () -> mark(candidates, date));
    tellOwners(approved, date);
    waitForOwners(date);
    PrunePlan agreed =
        again("Approve what changed since the notice", approved.only(removalGroups(approved)));
    List<Outcome> outcomes = work(agreed);
    steps.restored();
    List<String> kept =
        outcomes.stream().filter(o -> o.result() == Result.KEPT).map(Outcome::volume).toList();
    verify(agreed, kept);
    List<String> spared = candidates.stream().filter(id -> !gone(id, outcomes)).toList();
    if (!spared.isEmpty()) {
      steps.run("Take the marks off what is kept", () -> unmark(spared));
    }
  }

  private List<String> removalGroups(PrunePlan plan) {
    return plan.groups().keySet().stream().filter(name -> !name.equals(PrunePlan.NAMES)).toList();
  }

  private void tellOwners(PrunePlan plan, Instant date) {
    Notices notices = steps.here(Notices.class, Patience.API);
    String text =
        "These volumes are detached and will be deleted after "
            + request.graceDays()
            + " days. To keep one, tag it hubkeeper/keep-until=YYYY-MM-DD, or abort the run.\n"
            + String.join("\n", plan.removals().stream().limit(200).map(this::line).toList());
    String subject = cluster + ": " + count(plan.removals()) + " to be deleted";
    steps.run(
        "Tell the owners",
        () -> notices.send(new Notice(cluster.name(), subject, text, slice.owners())));
  }

  private void waitForOwners(Instant date) {
    if (request.graceDays() == 0) {
      steps.skip("Wait for the grace period", "0 days were asked for");
      return;
    }
    steps.sleepUntil(
        "Wait " + request.graceDays() + " days",
        date.plus(Duration.ofDays(request.graceDays())),
        slice.timeZone(),
        "tag a volume hubkeeper/keep-until=DATE to keep it, or abort the run");
  }

  private List<Outcome> work(PrunePlan plan) {
    List<String> snapshots = ids(plan.of(Action.SNAPSHOT_THEN_DELETE));
    List<String> all = ids(plan.removals());
    if (snapshots.isEmpty()) {
      steps.skip("Snapshot", "the request says snapshots=false");
    } else {
      page("Snapshot " + count(snapshots), Work.SNAPSHOT, snapshots, snapshots);
    }
    List<Outcome> outcomes = page("Delete " + count(all), Work.DELETE, all, snapshots);
    outcomes.forEach(o -> steps.result(o.volume() + " " + word(o) + note(o)));
    return outcomes;
  }

  private List<Outcome> page(String name, Work work, List<String> ids, List<String> snapshots) {
    List<Page> pages = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += PlanView.PAGE) {
      List<String> part =
          List.copyOf(ids.subList(from, Math.min(from + PlanView.PAGE, ids.size())));
      List<String> with =
          part.stream().filter(new java.util.HashSet<>(snapshots)::contains).toList();
      pages.add(
          new Page(
              cluster,
              reader.clusters(),
              work,
              pages.size() + 1,
              part,
              with,
              request.timeFactor()));
    }
    Map<Integer, List<Outcome>> outcomes = new LinkedHashMap<>();
    steps.forEach(
        name,
        pages,
        AT_ONCE,
        page -> "page " + page.number(),
        page -> outcomes.put(page.number(), stub(page).run(page)));
    return pages.stream().flatMap(page -> outcomes.get(page.number()).stream()).toList();
  }

  private static PruneVolumesPage stub(Page page) {
    String word = page.work().name().toLowerCase(java.util.Locale.ROOT);
    return Workflow.newChildWorkflowStub(
        PruneVolumesPage.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(
                Workflow.getInfo().getWorkflowId() + "/page-" + word + "-" + page.number())
            .setStaticSummary(word + " page " + page.number())
            .setStaticDetails("A part of the run that it is named after.")
            .build());
  }

  private void verify(PrunePlan agreed, List<String> kept) {
    List<String> ids = ids(agreed.removals()).stream().filter(id -> !kept.contains(id)).toList();
    List<String> left =
        steps.call(
            "Look whether they are gone",
            () ->
                batches(ids).stream()
                    .flatMap(batch -> volumes.look(cluster, batch).stream())
                    .map(fact -> fact.id())
                    .toList());
    List<Proposal> rest =
        agreed.removals().stream().filter(p -> left.contains(p.volume())).toList();
    steps.confirmNothingLeft(
        "Verify that nothing approved is left", new PrunePlan(rest, List.of(), List.of()));
  }

  private void mark(List<String> ids, Instant date) {
    String day = date.atZone(ZoneOffset.UTC).toLocalDate().toString();
    batches(ids).forEach(batch -> volumes.ensureMarked(cluster, batch, day, "detached"));
  }

  private void unmark(List<String> ids) {
    batches(ids).forEach(batch -> volumes.ensureUnmarked(cluster, batch));
  }

  private ApprovalGroup group(String name, List<Proposal> members) {
    if (name.equals(PrunePlan.NAMES)) {
      return new ApprovalGroup(
          name,
          "Write readable names on " + count(members) + " of living hubs?",
          members.stream().map(this::line).toList(),
          slice.approvals().policy("prune-volumes", List.of()));
    }
    Policy policy = name.equals(PrunePlan.UNIDENTIFIED) ? policy().alwaysAsked() : policy();
    return new ApprovalGroup(
        name,
        "Delete " + count(members) + whose(name) + "? What is rejected is kept.",
        members.stream().map(this::line).toList(),
        policy);
  }

  private ApprovalGroup secondLook(PrunePlan plan) {
    List<Proposal> unknown = plan.groups().get(PrunePlan.UNIDENTIFIED);
    return new ApprovalGroup(
        "unidentified volumes, once more",
        "Nothing tells whose "
            + (unknown.size() == 1 ? "this volume is" : "these " + count(unknown) + " are")
            + "; it may be another team's data. Delete all the same?",
        unknown.stream().map(this::line).toList(),
        policy().alwaysAsked());
  }

  private Policy policy() {
    List<Kind> kinds =
        cluster.production()
            ? List.of(Kind.DESTRUCTIVE, Kind.PRODUCTION)
            : List.of(Kind.DESTRUCTIVE);
    return slice.approvals().policy("prune-volumes", kinds);
  }

  private String line(Proposal proposal) {
    Change change = proposal.change();
    String info = change.info().isEmpty() ? "" : "; " + change.info();
    return change.target() + ": " + change.detail() + info;
  }

  private static String whose(String group) {
    return group.equals(PrunePlan.UNIDENTIFIED)
        ? " that nobody can identify"
        : group.substring("volumes".length());
  }

  private static String count(List<?> volumes) {
    return volumes.size() == 1 ? "1 volume" : volumes.size() + " volumes";
  }

  private static boolean gone(String id, List<Outcome> outcomes) {
    return outcomes.stream().anyMatch(o -> o.volume().equals(id) && o.result() != Result.KEPT);
  }

  private static String word(Outcome outcome) {
    return switch (outcome.result()) {
      case DONE -> "deleted";
      case ALREADY -> "was gone already";
      case KEPT -> "kept";
    };
  }

  private static String note(Outcome outcome) {
    return outcome.note().isEmpty() ? "" : ": " + outcome.note();
  }

  private static List<String> ids(List<Proposal> proposals) {
    return proposals.stream().map(Proposal::volume).toList();
  }

  private static <T> List<List<T>> batches(List<T> all) {
    return VolumeReader.batches(all);
  }
}
