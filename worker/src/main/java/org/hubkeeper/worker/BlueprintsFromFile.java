package org.hubkeeper.worker;

import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.workflows.activity.Blueprints;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.Blueprint;

/** Reads the fleet file and the files that it names anew each time. */
final class BlueprintsFromFile implements Blueprints {

  private final FleetFromFile source;

  BlueprintsFromFile(FleetFromFile source) {
    this.source = source;
  }

  @Override
  public Blueprint read(String cluster) {
    FleetFile fleet = source.read();
    if (fleet.cluster(cluster).isEmpty()) {
      throw Failures.of(FailureKind.MISSING, fleet.unknown(cluster), null);
    }
    try {
      return fleet
          .blueprint(cluster)
          .orElseThrow(() -> Failures.of(FailureKind.MISSING, undefined(cluster, fleet), null));
    } catch (FleetException e) {
      throw Failures.of(FailureKind.REJECTED, e.getMessage(), null);
    }
  }

  private static String undefined(String cluster, FleetFile fleet) {
    return "%s: cluster %s has no definition; name its eksctl file, as definition: cluster.yaml"
        .formatted(fleet.path(), cluster);
  }
}
