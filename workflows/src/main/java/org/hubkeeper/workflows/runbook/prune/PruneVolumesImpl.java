package org.hubkeeper.workflows.runbook.prune;

import io.temporal.common.converter.RawValue;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.activity.Volumes.Naming;
import org.hubkeeper.workflows.kernel.ApprovalGroup;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Action;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Proposal;

/**
 * The review of detached volumes.
 *
 * <ol>
 *   <li>List what is detached, ask every cluster of the account what it claims, and plan.
 *   <li>People approve, hub by hub; volumes that nobody can identify are asked about twice.
 *   <li>Volumes of living hubs get readable names.
 *   <li>What people approved is removed: {@link PruneRemoval}.
 * </ol>
 */
public final class PruneVolumesImpl implements PruneVolumes {

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
    PrunePlan removals = agreed.removing();
    if (!removals.proposals().isEmpty()) {
      new PruneRemoval(steps, slice, request, reader)
          .remove(removals, approved -> again("Approve what changed since the notice", approved));
    }
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
    List<String> ids = agreed.proposals().stream().map(Proposal::volume).toList();
    return steps.confirm(
        name,
        PrunePlan.class,
        agreed,
        // The report goes on to tell of the volumes that were left alone.
        () -> reader.these(ids).noted(agreed.notes()),
        policy());
  }

  private void name(List<Proposal> living) {
    if (living.isEmpty()) {
      return;
    }
    steps.run(
        "Name " + PrunePlan.count(living) + " of living hubs",
        () ->
            VolumeReader.batches(living)
                .forEach(
                    batch ->
                        volumes.ensureNamed(
                            cluster,
                            batch.stream()
                                .map(p -> new Naming(p.volume(), cluster.name(), p.hub()))
                                .toList())));
  }

  private ApprovalGroup group(String name, List<Proposal> members) {
    if (name.equals(PrunePlan.NAMES)) {
      return new ApprovalGroup(
          name,
          "Write readable names on " + PrunePlan.count(members) + " of living hubs?",
          members.stream().map(Proposal::line).toList(),
          slice.approvals().policy("prune-volumes", List.of()));
    }
    Policy policy = name.equals(PrunePlan.UNIDENTIFIED) ? policy().alwaysAsked() : policy();
    return new ApprovalGroup(
        name,
        "Delete " + PrunePlan.count(members) + whose(name) + "? What is rejected is kept.",
        members.stream().map(Proposal::line).toList(),
        policy);
  }

  private ApprovalGroup secondLook(PrunePlan plan) {
    List<Proposal> unknown = plan.groups().get(PrunePlan.UNIDENTIFIED);
    return new ApprovalGroup(
        "unidentified volumes, once more",
        "Nothing tells whose "
            + (unknown.size() == 1
                ? "this volume is"
                : "these " + PrunePlan.count(unknown) + " are")
            + "; it may be another team's data. Delete all the same?",
        unknown.stream().map(Proposal::line).toList(),
        policy().alwaysAsked());
  }

  private Policy policy() {
    List<Kind> kinds =
        cluster.production()
            ? List.of(Kind.DESTRUCTIVE, Kind.PRODUCTION)
            : List.of(Kind.DESTRUCTIVE);
    return slice.approvals().policy("prune-volumes", kinds);
  }

  private static String whose(String group) {
    return group.equals(PrunePlan.UNIDENTIFIED)
        ? " that nobody can identify"
        : group.substring("volumes".length());
  }
}
