package org.hubkeeper.workflows.runbook.prune;

import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.activity.Notices.Notice;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.activity.Volumes.Outcome;
import org.hubkeeper.workflows.activity.Volumes.Result;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Action;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Proposal;
import org.hubkeeper.workflows.runbook.prune.PruneVolumesPage.Page;
import org.hubkeeper.workflows.runbook.prune.PruneVolumesPage.Work;

/**
 * Removes the volumes that people approved.
 *
 * <ol>
 *   <li>Mark the candidates, tell the owners, wait for the grace period.
 *   <li>Look again; what changed is asked about again.
 *   <li>Snapshot, then delete, page by page.
 *   <li>Take the marks off what is kept; nothing else that was approved may be left.
 * </ol>
 */
final class PruneRemoval {

  /** Pages at work at the same time, as many as the account's request limits bear. */
  private static final int AT_ONCE = 16;

  /** A page's history is short, so a dead worker's task of it is soon given to another. */
  private static final Duration TASK = Duration.ofSeconds(4);

  /** Lines of a notice. */
  private static final int TOLD = 200;

  private final Steps steps;
  private final ClusterSlice slice;
  private final ClusterRef cluster;
  private final PruneVolumes.Request request;
  private final VolumeReader reader;
  private final Volumes volumes;
  private final Map<Integer, List<Outcome>> deleted = new LinkedHashMap<>();

  PruneRemoval(Steps steps, ClusterSlice slice, PruneVolumes.Request request, VolumeReader reader) {
    this.steps = steps;
    this.slice = slice;
    this.cluster = slice.ref();
    this.request = request;
    this.reader = reader;
    this.volumes = steps.on(cluster, Volumes.class, Patience.API);
  }

  /**
   * Does it.
   *
   * @param again looks again and asks about what changed
   */
  void remove(PrunePlan approved, UnaryOperator<PrunePlan> again) {
    List<String> candidates = ids(approved.proposals());
    steps.restoreOnAbort("Take the candidate marks off", () -> unmarkWhatIsLeft(candidates));
    Instant date = steps.clock().now();
    steps.run(
        "Mark " + PrunePlan.count(candidates) + " as candidates", () -> mark(candidates, date));
    tellOwners(approved);
    waitForOwners(date);
    PrunePlan agreed = again.apply(approved);
    Set<String> gone = new HashSet<>();
    work(agreed).stream()
        .filter(outcome -> outcome.result() != Result.KEPT)
        .forEach(outcome -> gone.add(outcome.volume()));
    List<String> spared = candidates.stream().filter(id -> !gone.contains(id)).toList();
    if (!spared.isEmpty()) {
      steps.run("Take the marks off what is kept", () -> unmark(spared));
    }
    steps.restored();
    verify(agreed, gone);
  }

  private void tellOwners(PrunePlan plan) {
    Notices notices = steps.here(Notices.class, Patience.API);
    String text =
        "These volumes are detached and will be deleted after "
            + request.graceDays()
            + " days. To keep one, tag it hubkeeper/keep-until=YYYY-MM-DD, or abort the run.\n"
            + String.join("\n", plan.proposals().stream().limit(TOLD).map(Proposal::line).toList());
    String subject = cluster + ": " + PrunePlan.count(plan.proposals()) + " to be deleted";
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
    List<Proposal> snapshots = plan.of(Action.SNAPSHOT_THEN_DELETE);
    List<Proposal> all = plan.proposals();
    if (all.isEmpty()) {
      steps.skip("Delete", "nothing of what was approved can go any more");
      return List.of();
    }
    if (snapshots.isEmpty()) {
      steps.skip("Snapshot", "the request says snapshots=false");
    } else {
      work(
          "Snapshot " + PrunePlan.count(snapshots),
          pages(Work.SNAPSHOT, snapshots),
          new LinkedHashMap<>());
    }
    work("Delete " + PrunePlan.count(all), pages(Work.DELETE, all), deleted);
    List<Outcome> outcomes = deleted.values().stream().flatMap(List::stream).toList();
    tell(outcomes);
    return outcomes;
  }

  private List<Page> pages(Work work, List<Proposal> all) {
    List<Page> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += PlanView.PAGE) {
      List<Proposal> part = all.subList(from, Math.min(from + PlanView.PAGE, all.size()));
      pages.add(
          new Page(
              cluster,
              reader.clusters(),
              work,
              pages.size() + 1,
              ids(part),
              ids(part.stream().filter(p -> p.action() == Action.SNAPSHOT_THEN_DELETE).toList()),
              ids(part.stream().filter(Proposal::ours).toList()),
              request.timeFactor()));
    }
    return pages;
  }

  private void work(String name, List<Page> pages, Map<Integer, List<Outcome>> outcomes) {
    steps.forEach(
        name,
        pages,
        AT_ONCE,
        page -> "page " + page.number(),
        page -> outcomes.put(page.number(), stub(page).run(page)));
  }

  private static PruneVolumesPage stub(Page page) {
    String word = page.work().name().toLowerCase(Locale.ROOT);
    return Workflow.newChildWorkflowStub(
        PruneVolumesPage.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(
                Workflow.getInfo().getWorkflowId() + "/page-" + word + "-" + page.number())
            .setWorkflowTaskTimeout(TASK)
            .setStaticSummary(word + " page " + page.number())
            .setStaticDetails("A part of the run that it is named after.")
            .build());
  }

  private void verify(PrunePlan agreed, Set<String> gone) {
    List<String> ids = ids(agreed.proposals()).stream().filter(gone::contains).toList();
    Set<String> left = steps.call("Look whether they are gone", () -> existing(ids));
    List<Proposal> rest =
        agreed.proposals().stream().filter(p -> left.contains(p.volume())).toList();
    steps.confirmNothingLeft(
        "Verify that nothing approved is left", new PrunePlan(rest, List.of(), List.of()));
  }

  /** An interrupted page tells nothing of what it has done, so the report says what is gone. */
  private void unmarkWhatIsLeft(List<String> candidates) {
    Set<String> left = existing(candidates);
    unmark(candidates.stream().filter(left::contains).toList());
    Set<String> told = new HashSet<>();
    for (List<Outcome> page : deleted.values()) {
      page.forEach(outcome -> told.add(outcome.volume()));
      tell(page);
    }
    candidates.stream()
        .filter(id -> !left.contains(id) && !told.contains(id))
        .forEach(id -> steps.result(id + " is gone"));
  }

  private void tell(List<Outcome> outcomes) {
    outcomes.forEach(o -> steps.result(o.volume() + " " + word(o) + note(o)));
  }

  private Set<String> existing(List<String> ids) {
    Set<String> existing = new HashSet<>();
    VolumeReader.batches(ids)
        .forEach(
            batch -> volumes.look(cluster, batch).forEach(volume -> existing.add(volume.id())));
    return existing;
  }

  private void mark(List<String> ids, Instant date) {
    String day = date.atZone(ZoneOffset.UTC).toLocalDate().toString();
    VolumeReader.batches(ids)
        .forEach(batch -> volumes.ensureMarked(cluster, batch, day, "detached"));
  }

  private void unmark(List<String> ids) {
    VolumeReader.batches(ids).forEach(batch -> volumes.ensureUnmarked(cluster, batch));
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
}
