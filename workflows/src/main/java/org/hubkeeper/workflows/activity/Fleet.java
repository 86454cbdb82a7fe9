package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import org.hubkeeper.workflows.model.ClusterSlice;

/** The fleet file as the worker has it; the worker's copy is the truth. */
@ActivityInterface(namePrefix = "Fleet.")
public interface Fleet {

  /**
   * Returns what the fleet file says of a cluster; MISSING with the known names otherwise. REJECTED
   * when this worker does not let time pass by another factor than 1.
   */
  ClusterSlice lookUp(String cluster, double timeFactor);
}
