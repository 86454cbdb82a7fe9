package org.hubkeeper.activities.aws;

import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.activity.Volumes.Outcome;
import org.hubkeeper.workflows.activity.Volumes.Result;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The tags by which a run marks a volume as a candidate for deletion. */
record CandidateMark(String run, String date, String reason) {

  List<Tag> tags() {
    return List.of(
        VolumeTags.tag(VolumeTags.CANDIDATE_SINCE, date),
        VolumeTags.tag(VolumeTags.CANDIDATE_REASON, reason),
        VolumeTags.tag(VolumeTags.CANDIDATE_RUN, run));
  }

  /** With the run's id as value, so that EC2 leaves a mark of another run alone. */
  static List<Tag> removal(String run) {
    return List.of(
        Tag.builder().key(VolumeTags.CANDIDATE_SINCE).build(),
        Tag.builder().key(VolumeTags.CANDIDATE_REASON).build(),
        VolumeTags.tag(VolumeTags.CANDIDATE_RUN, run));
  }

  /** What is to become of a volume; {@link Result#DONE} when the mark is yet to be set. */
  Outcome compare(String id, SeenVolume seen, Instant now) {
    if (seen == null || seen.vanishing()) {
      return new Outcome(id, Result.ALREADY, "it no longer exists");
    }
    String untouchable = seen.untouchable(now);
    if (!untouchable.isEmpty()) {
      return new Outcome(id, Result.KEPT, untouchable);
    }
    boolean set = tags().stream().allMatch(tag -> tag.value().equals(seen.tags().get(tag.key())));
    return new Outcome(id, set ? Result.ALREADY : Result.DONE, "");
  }
}
