package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.VolumeFact;

/**
 * Block volumes of a cluster's account and region. Lists hold at most {@link #BATCH} entries.
 *
 * <p>Every method may be called again at any time: what is done already is reported as {@link
 * Result#ALREADY}.
 */
@ActivityInterface(namePrefix = "Volumes.")
public interface Volumes {

  /** Most volumes a page or batch may hold, so that no payload passes 256 kB. */
  int BATCH = 500;

  /** One page of detached volumes; an empty token asks for the first, an empty next is the last. */
  record Page(List<VolumeFact> volumes, String next) {}

  /** What became of one volume. */
  record Outcome(String volume, Result result, String note) {}

  /** {@code KEPT}: left alone on purpose; the note says why. */
  enum Result {
    DONE,
    ALREADY,
    KEPT
  }

  /** The tags that Hubkeeper writes on a volume of a living hub so that people can tell it. */
  record Naming(String volume, String cluster, String hub) {}

  /** Returns one page of volumes in state available. */
  Page listDetached(ClusterRef cluster, String token);

  /** Looks at the named volumes in whatever state; those that no longer exist are left out. */
  List<VolumeFact> look(ClusterRef cluster, List<String> volumes);

  /** Returns once each volume that is still detached is tagged as candidate with date and run. */
  List<Outcome> ensureMarked(ClusterRef cluster, List<String> volumes, String date, String reason);

  /** Returns once none of the volumes carries the candidate tags of this run. */
  List<Outcome> ensureUnmarked(ClusterRef cluster, List<String> volumes);

  /**
   * Returns once each volume has a completed snapshot tagged for this decision; one made for the
   * same volume and run counts. Volumes attached or gone meanwhile are KEPT or ALREADY.
   */
  List<Outcome> ensureSnapshots(ClusterRef cluster, List<String> volumes);

  /**
   * Deletes each volume that is still detached, still marked by this run and not asked to be kept;
   * with {@code snapshots} only if a completed snapshot by this run exists: the volume may have
   * been attached and written to since an earlier one. Returns once none of the others exists.
   */
  List<Outcome> ensureAbsent(ClusterRef cluster, List<String> volumes, boolean snapshots);

  /** Returns once each volume carries a readable name and the tags of its cluster and hub. */
  List<Outcome> ensureNamed(ClusterRef cluster, List<Naming> volumes);
}
