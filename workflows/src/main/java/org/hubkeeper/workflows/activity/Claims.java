package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;

/** Persistent volumes as a cluster's own API server knows them. */
@ActivityInterface(namePrefix = "Claims.")
public interface Claims {

  /** Most volumes that one call asks about: if all are claimed the answer stays below 256 kB. */
  int BATCH = 1_800;

  /**
   * A volume that an object of the cluster still refers to; without the claim's name on purpose.
   */
  record Claimed(String volume, String namespace, String phase) {}

  /**
   * Returns which of the volumes a PersistentVolume of the cluster refers to, whatever its phase.
   * Fails UNAVAILABLE, CREDENTIALS or FORBIDDEN when the cluster can't be asked, DRIFTED when the
   * API server is not the registered one.
   */
  List<Claimed> find(ClusterRef cluster, List<String> volumes);
}
