package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import org.hubkeeper.workflows.model.Blueprint;

/** What the fleet file wants built; the worker's copy is the truth. */
@ActivityInterface(namePrefix = "Blueprints.")
public interface Blueprints {

  /**
   * Returns what the fleet file wants of a cluster and what runs on it. REJECTED, with file, line
   * and field, when its definition or components can't be used; MISSING when it has no definition.
   */
  Blueprint read(String cluster);
}
