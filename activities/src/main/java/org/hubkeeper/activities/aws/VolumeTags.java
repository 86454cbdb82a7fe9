package org.hubkeeper.activities.aws;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The tags of volumes and snapshots: Hubkeeper's own, and those of the storage driver. */
final class VolumeTags {

  static final String CLUSTER = "hubkeeper/cluster";
  static final String HUB = "hubkeeper/hub";
  static final String CANDIDATE_SINCE = "hubkeeper/candidate-since";
  static final String CANDIDATE_REASON = "hubkeeper/candidate-reason";
  static final String CANDIDATE_RUN = "hubkeeper/candidate-run";
  static final String KEEP_UNTIL = "hubkeeper/keep-until";
  static final String RUNBOOK = "hubkeeper/runbook";
  static final String RUN = "hubkeeper/run";
  static final String VOLUME = "hubkeeper/volume";
  static final String NAME = "Name";

  /** The value of {@link #RUNBOOK} on snapshots that this runbook makes. */
  static final String PRUNE = "prune-volumes";

  static final String CLAIM_NAMESPACE = "kubernetes.io/created-for/pvc/namespace";
  static final String DRIVER_CLUSTER = "ebs.csi.aws.com/cluster";
  static final String LEGACY_CLUSTER = "KubernetesCluster";
  static final String CLUSTER_PREFIX = "kubernetes.io/cluster/";

  /** Longest value that EC2 takes. */
  private static final int LONGEST = 256;

  /** Somebody asked to keep it, but for how long can't be read: for ever. */
  private static final Instant FOR_EVER = Instant.parse("9999-12-31T23:59:59Z");

  private VolumeTags() {}

  static Map<String, String> of(List<Tag> tags) {
    return tags.stream()
        .collect(
            Collectors.toMap(
                Tag::key, tag -> tag.value() == null ? "" : tag.value(), (first, last) -> last));
  }

  static Tag tag(String key, String value) {
    String cut = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
    return Tag.builder().key(key).value(cut).build();
  }

  /** The end of the day that the tag names; {@link Instant#EPOCH} without the tag. */
  static Instant keepUntil(Map<String, String> tags) {
    if (!tags.containsKey(KEEP_UNTIL)) {
      return Instant.EPOCH;
    }
    try {
      LocalDate day = LocalDate.parse(tags.get(KEEP_UNTIL).strip());
      return day.atTime(LocalTime.of(23, 59, 59)).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return FOR_EVER;
    }
  }

  /** When a run marked the volume; {@link Instant#EPOCH} when none did. */
  static Instant markedAt(Map<String, String> tags) {
    try {
      String since = tags.getOrDefault(CANDIDATE_SINCE, "").strip();
      return since.contains("T")
          ? Instant.parse(since)
          : LocalDate.parse(since).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
