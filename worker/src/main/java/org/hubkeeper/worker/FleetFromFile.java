package org.hubkeeper.worker;

import java.nio.file.Path;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.workflows.activity.Fleet;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;

/** Reads the fleet file anew for every run, so that an edit counts from the next run on. */
final class FleetFromFile implements Fleet {

  private final Path file;
  private final boolean allowTimeFactor;

  FleetFromFile(Path file, boolean allowTimeFactor) {
    this.file = file;
    this.allowTimeFactor = allowTimeFactor;
  }

  @Override
  public ClusterSlice lookUp(String cluster, double timeFactor) {
    if (timeFactor != 1 && !allowTimeFactor) {
      throw Failures.of(
          FailureKind.REJECTED, "timeFactor: this worker lets time pass only as it does", null);
    }
    FleetFile fleet = read();
    return fleet
        .slice(cluster)
        .orElseThrow(() -> Failures.of(FailureKind.MISSING, fleet.unknown(cluster), null));
  }

  /** What the file says of a cluster that a run has recorded earlier. */
  org.hubkeeper.fleet.ClusterEntry entry(ClusterRef ref) {
    FleetFile fleet = read();
    return fleet
        .cluster(ref.name())
        .orElseThrow(() -> Failures.of(FailureKind.MISSING, fleet.unknown(ref.name()), null));
  }

  FleetFile read() {
    try {
      return FleetFile.read(file);
    } catch (FleetException e) {
      throw Failures.of(FailureKind.REJECTED, e.getMessage(), null);
    }
  }
}
