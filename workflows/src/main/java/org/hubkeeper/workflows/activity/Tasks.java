package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.Map;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/** What is done once through what was installed. */
@ActivityInterface(namePrefix = "Tasks.")
public interface Tasks {

  /** Whether it is done already. */
  boolean done(
      ClusterRef cluster, Component component, Component.Task task, Map<String, String> facts);

  /** Returns what was done, as one line, once it is. */
  String ensure(
      ClusterRef cluster, Component component, Component.Task task, Map<String, String> facts);
}
