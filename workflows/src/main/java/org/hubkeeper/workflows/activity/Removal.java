package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Site;

/**
 * Removes things of a cluster's account, each on what a look shows just before. What a look shows
 * as foreign is kept, whatever the caller says.
 */
@ActivityInterface(namePrefix = "Removal.")
public interface Removal {

  /** Most things of one call; a look at so many of a kind is one request. */
  int BATCH = 50;

  /** What became of one thing. {@code KEPT}: left alone on purpose, the note says why. */
  record Outcome(String id, Result result, String note) {}

  /** How it ended. */
  enum Result {
    GONE,
    KEPT
  }

  /**
   * A volume that is kept, and what people shall read on it.
   *
   * @param date as {@code 2026-11-29}
   */
  record Keepsake(String volume, String hub, String namespace, String date) {}

  /**
   * Asks each to go that is still there; what belongs to another thing that is leaving is waited
   * for. Of a kind {@code security-group-rule} that is to revoke it, of an {@code internet-gateway}
   * to detach it first, of a {@code dns-record} to delete exactly the record that was listed.
   *
   * <p>Returns once all are gone or kept, or earlier, as soon as one more than before is: whatever
   * stood on that can go now. What the answer lacks is still there. While nothing changes it fails
   * NOT_READY with what holds the first of them, the holder's maker and since when, and with what
   * remains; without the latter while the provider works on the removal of a cluster, node group,
   * stack or profile, which takes as long as it takes.
   *
   * @param unguarded ids whose protection people have agreed to lift
   */
  List<Outcome> ensureAbsent(
      ClusterRef cluster, Site site, String kind, List<String> ids, List<String> unguarded);

  /** Returns once the DNS record leads to the target, if it still leads where it was listed. */
  void ensureParked(ClusterRef cluster, Site site, String record, String target);

  /**
   * Returns once each volume is detached and tells hub, namespace, cluster and date by its tags.
   */
  List<Outcome> ensureKept(ClusterRef cluster, List<Keepsake> volumes);
}
