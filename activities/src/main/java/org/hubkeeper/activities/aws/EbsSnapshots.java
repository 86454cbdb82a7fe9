package org.hubkeeper.activities.aws;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Volumes.Outcome;
import org.hubkeeper.workflows.activity.Volumes.Result;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Makes the snapshots that a run takes before it deletes.
 *
 * <ol>
 *   <li>Volumes that have gone, are attached or asked to be kept get none.
 *   <li>A snapshot that this run made of the volume is found by its tags, also while it is pending.
 *   <li>All missing ones are asked for, so that they are made side by side.
 *   <li>While one is pending the caller waits; one that failed needs a person.
 * </ol>
 */
final class EbsSnapshots {

  private final Ec2Client ec2;
  private final String run;
  private final InstantSource time;
  private final VolumeSight sight;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> pending = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  EbsSnapshots(Ec2Client ec2, String run, InstantSource time) {
    this.ec2 = ec2;
    this.run = run;
    this.time = time;
    this.sight = new VolumeSight(ec2);
  }

  List<Outcome> ensure(List<String> volumes) {
    Map<String, SeenVolume> seen = sight.look(volumes);
    WorkingTime working = new WorkingTime(time);
    for (String id : volumes) {
      if (working.over()) {
        waitFor("the snapshot of " + id, "");
      } else {
        ensure(id, seen.get(id));
      }
    }
    if (!failed.isEmpty()) {
      throw Failures.of(
          FailureKind.REJECTED,
          "EC2 could not complete %s; delete them in EC2, then retry".formatted(failed),
          null);
    }
    if (!pending.isEmpty()) {
      throw Failures.notReady(
          // Without a count: what changes with every look is no news.
          Blocker.of(
              "the snapshots of this batch",
              "EC2, which is still copying " + pending.get(0),
              "nothing to do: it takes minutes, for large volumes hours"),
          progress);
    }
    return List.copyOf(outcomes);
  }

  private void ensure(String id, SeenVolume seen) {
    if (seen == null || seen.vanishing()) {
      outcomes.add(new Outcome(id, Result.ALREADY, "it no longer exists"));
      return;
    }
    List<Snapshot> made = seen.madeBy(run);
    Optional<Snapshot> completed = in(SnapshotState.COMPLETED, made);
    String untouchable = seen.untouchable(time.instant());
    if (completed.isPresent()) {
      outcomes.add(new Outcome(id, Result.ALREADY, completed.get().snapshotId()));
    } else if (!untouchable.isEmpty()) {
      outcomes.add(new Outcome(id, Result.KEPT, untouchable));
    } else if (made.isEmpty()) {
      create(seen);
    } else {
      waitFor(made);
    }
  }

  private void waitFor(List<Snapshot> made) {
    Snapshot first = made.get(0);
    in(SnapshotState.ERROR, made)
        .ifPresentOrElse(
            broken -> failed.add(broken.snapshotId() + " of " + broken.volumeId()),
            () -> waitFor(first.snapshotId(), first.progress()));
  }

  /** A large one stays pending for hours; what counts is that its percentage goes up. */
  private void waitFor(String snapshot, String percent) {
    pending.add(snapshot);
    progress.add(snapshot + " " + percent);
  }

  private void create(SeenVolume seen) {
    try {
      String description = "Hubkeeper: kept before %s is deleted".formatted(seen.id());
      waitFor(
          ec2.createSnapshot(
                  request ->
                      request
                          .volumeId(seen.id())
                          .description(description)
                          .tagSpecifications(tags(seen)))
              .snapshotId(),
          "");
    } catch (Ec2Exception e) {
      if (!sight.gone(seen.id())) {
        throw e;
      }
      outcomes.add(new Outcome(seen.id(), Result.ALREADY, "it no longer exists"));
    }
  }

  /** Of the origin only what is known: the tags of a snapshot identify its volume later on. */
  private TagSpecification tags(SeenVolume seen) {
    List<Tag> tags = new ArrayList<>();
    tags.add(VolumeTags.tag(VolumeTags.RUNBOOK, VolumeTags.PRUNE));
    tags.add(VolumeTags.tag(VolumeTags.RUN, run));
    tags.add(VolumeTags.tag(VolumeTags.VOLUME, seen.id()));
    Origin origin = seen.origin();
    if (!origin.cluster().isEmpty()) {
      tags.add(VolumeTags.tag(VolumeTags.CLUSTER, origin.cluster()));
    }
    if (!origin.hub().isEmpty()) {
      tags.add(VolumeTags.tag(VolumeTags.HUB, origin.hub()));
    }
    return TagSpecification.builder().resourceType(ResourceType.SNAPSHOT).tags(tags).build();
  }

  private static Optional<Snapshot> in(SnapshotState state, List<Snapshot> snapshots) {
    return snapshots.stream().filter(snapshot -> snapshot.state() == state).findFirst();
  }
}
