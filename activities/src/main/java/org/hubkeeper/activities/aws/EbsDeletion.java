package org.hubkeeper.activities.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.Volumes.Outcome;
import org.hubkeeper.workflows.activity.Volumes.Result;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

/**
 * Deletes volumes, each only on what was seen at most about a second before.
 *
 * <ol>
 *   <li>The snapshots of all are looked at, once.
 *   <li>A few volumes are looked at.
 *   <li>One that is attached, asked to be kept, somebody else's, not marked by this run or without
 *       the snapshot that was asked for is kept.
 *   <li>The others are deleted until the look has grown old; then the next few are looked at.
 *   <li>What EC2 still shows as deleting is waited for.
 * </ol>
 */
final class EbsDeletion {

  private static final String IN_USE = "VolumeInUse";

  private static final int FEW = 20;
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Ec2Client ec2;
  private final String run;
  private final boolean snapshots;
  private final InstantSource time;
  private final VolumeSight sight;
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
  private final List<String> vanishing = new ArrayList<>();
  private final List<String> deleted = new ArrayList<>();
  private Map<String, List<Snapshot>> made = Map.of();

  EbsDeletion(Ec2Client ec2, String run, boolean snapshots, InstantSource time) {
    this.ec2 = ec2;
    this.run = run;
    this.snapshots = snapshots;
    this.time = time;
    this.sight = new VolumeSight(ec2);
  }

  List<Outcome> ensure(List<String> volumes) {
    WorkingTime working = new WorkingTime(time);
    made = sight.snapshots(volumes);
    int next = 0;
    while (next < volumes.size() && !working.over()) {
      next += some(volumes.subList(next, Math.min(next + FEW, volumes.size())));
    }
    stillShown();
    vanishing.addAll(volumes.subList(next, volumes.size()));
    if (!vanishing.isEmpty()) {
      throw Failures.notReady(
          Blocker.of(
              "the volumes of this batch",
              "EC2, which still has " + vanishing.get(0),
              "nothing to do: it takes seconds to minutes"),
          vanishing);
    }
    return volumes.stream().map(outcomes::get).toList();
  }

  /** Deals with as many as one look is good for, at least one; returns how many. */
  private int some(List<String> ids) {
    Instant stale = time.instant().plus(FRESH);
    Map<String, SeenVolume> seen = sight.look(ids, made);
    int done = 0;
    do {
      String id = ids.get(done++);
      ensure(id, seen.get(id));
    } while (done < ids.size() && time.instant().isBefore(stale));
    return done;
  }

  private void ensure(String id, SeenVolume seen) {
    if (seen == null) {
      put(id, Result.ALREADY, "it no longer exists");
      return;
    }
    if (seen.vanishing()) {
      vanishing.add(id);
      return;
    }
    String reason = reasonToKeep(seen);
    if (reason.isEmpty()) {
      delete(id);
    } else {
      put(id, Result.KEPT, reason);
    }
  }

  private String reasonToKeep(SeenVolume seen) {
    String untouchable = seen.untouchable(time.instant());
    if (!untouchable.isEmpty()) {
      return seen.detached() ? untouchable : untouchable + " since approval";
    }
    if (!seen.markedBy(run)) {
      return "it is not marked by this run (tag %s)".formatted(VolumeTags.CANDIDATE_RUN);
    }
    boolean covered =
        seen.madeBy(run).stream().anyMatch(made -> made.state() == SnapshotState.COMPLETED);
    return snapshots && !covered ? "it has no completed snapshot by this run" : "";
  }

  private void delete(String id) {
    try {
      ec2.deleteVolume(request -> request.volumeId(id));
      deleted.add(id);
      put(id, Result.DONE, "");
    } catch (Ec2Exception e) {
      if (IN_USE.equals(AwsFailures.code(e))) {
        put(id, Result.KEPT, "EC2 says that it is in use since approval");
      } else if (sight.gone(id)) {
        put(id, Result.ALREADY, "it no longer exists");
      } else {
        throw e;
      }
    }
  }

  private void stillShown() {
    sight.look(deleted, made).keySet().forEach(vanishing::add);
  }

  private void put(String id, Result result, String note) {
    outcomes.put(id, new Outcome(id, result, note));
  }
}
