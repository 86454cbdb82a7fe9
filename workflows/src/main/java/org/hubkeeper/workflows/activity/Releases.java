package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;

/** Helm releases that are to go; {@link Charts} makes them. */
@ActivityInterface(namePrefix = "Releases.")
public interface Releases {

  /** A release as Helm knows it; {@code chart} with its version. */
  record ReleaseName(String name, String chart, String status) {}

  /** All releases of the namespace. */
  List<ReleaseName> list(ClusterRef cluster, String namespace);

  /** Returns once the release is uninstalled; resources with a keep policy stay. */
  void ensureAbsent(ClusterRef cluster, String namespace, String release);
}
