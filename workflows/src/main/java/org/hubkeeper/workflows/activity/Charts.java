package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/** Helm releases. Values with secrets never leave the activity; what it shows is masked. */
@ActivityInterface(namePrefix = "Charts.")
public interface Charts {

  /**
   * A chart that was found.
   *
   * @param digest of its archive, {@code sha256:…}; a release is installed from exactly that
   */
  record ChartFact(String name, String version, String appVersion, String digest) {}

  /** How a release stands to what is wanted. */
  enum State {
    ABSENT,
    /** Deployed by the wanted chart with the wanted values. */
    SAME,
    /** Deployed by the wanted chart, but other values, version or digest. */
    DIFFERENT,
    /** An earlier run of Helm was ended in the middle. */
    PENDING,
    FAILED,
    /** The name belongs to a release of another chart. */
    FOREIGN
  }

  /**
   * A release as it is.
   *
   * @param chart name and version of the chart that it was made by
   * @param difference the rendered change against live, masked, at most 20 kB
   */
  record ReleaseFact(State state, String status, int revision, String chart, String difference) {}

  /** Looks the chart up; MISSING when the repository has no such version. */
  ChartFact resolve(ClusterRef cluster, Component.Chart chart);

  /**
   * Compares the release with what is wanted.
   *
   * @param facts replacements for the placeholders in values, see {@link Component}
   */
  ReleaseFact inspect(
      ClusterRef cluster, Component component, String digest, Map<String, String> facts);

  /**
   * Returns once the release is deployed as wanted; one left pending by a killed Helm is repaired
   * first, another chart's release is never touched.
   */
  ReleaseFact ensure(
      ClusterRef cluster, Component component, String digest, Map<String, String> facts);

  /** What the worker lacks to install these components: tools, plug-ins, files, secrets. */
  List<org.hubkeeper.workflows.kernel.Finding> check(
      ClusterRef cluster, String host, List<Component> components);
}
