package org.hubkeeper.activities.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.model.VolumeFact;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;
import software.amazon.awssdk.services.ec2.model.VolumeState;

/** A volume as EC2 has just shown it, with its snapshots, latest first. */
record SeenVolume(Volume volume, Map<String, String> tags, List<Snapshot> snapshots) {

  /** Longest text of a tag that is passed on, so that a page of 500 stays below 256 kB. */
  private static final int SHOWN = 100;

  static SeenVolume of(Volume volume, List<Snapshot> snapshots) {
    return new SeenVolume(volume, VolumeTags.of(volume.tags()), snapshots);
  }

  String id() {
    return volume.volumeId();
  }

  boolean detached() {
    return volume.state() == VolumeState.AVAILABLE;
  }

  /** Deleted, but EC2 still shows it for a while. */
  boolean vanishing() {
    return volume.state() == VolumeState.DELETING || volume.state() == VolumeState.DELETED;
  }

  boolean markedBy(String run) {
    return run.equals(tags.get(VolumeTags.CANDIDATE_RUN));
  }

  Origin origin() {
    return Origin.of(
        tags, snapshots.stream().map(snapshot -> VolumeTags.of(snapshot.tags())).toList());
  }

  /** Why it is to be left alone whatever was decided; empty when nothing speaks against. */
  String untouchable(Instant now) {
    if (!detached()) {
      return attachedTo().isEmpty()
          ? "it is in state " + volume.stateAsString()
          : "it is attached to " + attachedTo();
    }
    if (VolumeTags.keepUntil(tags).isAfter(now)) {
      return "somebody asked to keep it (tag %s=%s)"
          .formatted(VolumeTags.KEEP_UNTIL, cut(tags.get(VolumeTags.KEEP_UNTIL)));
    }
    return ForeignMarks.in(tags);
  }

  /** The latest completed snapshot that this runbook made of this very volume. */
  Optional<Snapshot> kept() {
    return snapshots.stream()
        .filter(snapshot -> snapshot.state() == SnapshotState.COMPLETED)
        .filter(snapshot -> decided(VolumeTags.of(snapshot.tags())))
        .findFirst();
  }

  /** The snapshots that a run made of it, in whatever state. */
  List<Snapshot> madeBy(String run) {
    return snapshots.stream()
        .filter(snapshot -> decided(VolumeTags.of(snapshot.tags())))
        .filter(snapshot -> run.equals(VolumeTags.of(snapshot.tags()).get(VolumeTags.RUN)))
        .toList();
  }

  VolumeFact fact() {
    Origin origin = origin();
    return new VolumeFact(
        id(),
        volume.stateAsString(),
        volume.size() == null ? 0 : volume.size(),
        volume.volumeTypeAsString(),
        volume.availabilityZone(),
        volume.createTime() == null ? Instant.EPOCH : volume.createTime(),
        cut(origin.cluster()),
        cut(origin.hub()),
        origin.identity(),
        ForeignMarks.in(tags),
        VolumeTags.keepUntil(tags),
        VolumeTags.markedAt(tags),
        cut(tags.getOrDefault(VolumeTags.CANDIDATE_RUN, "")),
        kept().map(Snapshot::snapshotId).orElse(""),
        attachedTo(),
        named(),
        EbsPrice.monthlyUsd(volume));
  }

  /** Whether people can tell it by its name and tags. */
  boolean named() {
    return tags.containsKey(VolumeTags.CLUSTER) && tags.containsKey(VolumeTags.HUB) && hasName();
  }

  /** Whether somebody, and not the storage driver, gave it a name. */
  boolean hasName() {
    String name = tags.getOrDefault(VolumeTags.NAME, "");
    return !name.isBlank() && !Origin.driverName(name);
  }

  String attachedTo() {
    return volume.attachments().stream()
        .map(VolumeAttachment::instanceId)
        .filter(instance -> instance != null && !instance.isEmpty())
        .findFirst()
        .orElse("");
  }

  private boolean decided(Map<String, String> snapshotTags) {
    return VolumeTags.PRUNE.equals(snapshotTags.get(VolumeTags.RUNBOOK))
        && id().equals(snapshotTags.get(VolumeTags.VOLUME));
  }

  private static String cut(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) : text;
  }
}
