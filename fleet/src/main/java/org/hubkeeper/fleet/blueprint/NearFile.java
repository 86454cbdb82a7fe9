package org.hubkeeper.fleet.blueprint;

import java.nio.file.Path;
import java.util.Optional;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;
import org.hubkeeper.fleet.Sha256;
import org.hubkeeper.fleet.StrictYaml;

/**
 * A file that the fleet file names.
 *
 * @param named its path as the fleet file has it
 * @param problems what is wrong with it
 */
record NearFile(String named, Path path, byte[] bytes, Problems problems) {

  /** Reads it; empty, with a problem where it is named, when there is none. */
  static Optional<NearFile> of(Path folder, Place reference, String named, Problems problems) {
    Path path = folder.resolve(named).normalize();
    try {
      return Optional.of(new NearFile(named, path, StrictYaml.bytes(path), new Problems(path)));
    } catch (FleetException e) {
      problems.add(reference, named + ": " + e.problems().get(0).text());
      return Optional.empty();
    }
  }

  /** The document, held against a schema; empty, with a problem, when it is no YAML. */
  Optional<Place> document(String schema) {
    try {
      return Optional.of(StrictYaml.checked(path, bytes, schema, problems));
    } catch (FleetException e) {
      // What is wrong is among the problems.
      return Optional.empty();
    }
  }

  String sha256() {
    return Sha256.of(bytes);
  }
}
