package org.hubkeeper.fleet.blueprint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hubkeeper.fleet.ClusterEntry;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;
import org.hubkeeper.fleet.StrictYaml;
import org.hubkeeper.fleet.Words;
import org.hubkeeper.workflows.model.ClusterDefinition;

/**
 * An eksctl {@code ClusterConfig}, read as it is; what Hubkeeper does not build is refused.
 *
 * @param oidc whether service accounts may take roles by the cluster's OIDC provider
 */
record EksctlFile(ClusterDefinition definition, boolean oidc) {

  private static final String SCHEMA = resource();

  /** The JSON Schema of what is supported, for editors. */
  static String schema() {
    return SCHEMA;
  }

  /** Returns what the file says of this cluster; empty, with problems, when it can't be used. */
  static Optional<EksctlFile> read(NearFile file, ClusterEntry cluster) {
    Problems problems = file.problems();
    Optional<Place> root = file.document(SCHEMA);
    if (root.isPresent() && problems.none()) {
      same(root.get(), "name", cluster.name(), problems);
      same(root.get(), "region", cluster.region(), problems);
      new EksctlChecks(root.get(), problems).check();
    }
    return root.filter(place -> problems.none()).map(place -> of(place, file.sha256()));
  }

  private static EksctlFile of(Place root, String hash) {
    EksctlConfig config = StrictYaml.value(root, EksctlConfig.class);
    return new EksctlFile(
        new EksctlDefinition(config).of(hash), config.iam() != null && config.iam().withOidc());
  }

  private static void same(Place root, String field, String fleet, Problems problems) {
    root.field("metadata")
        .flatMap(meta -> meta.field(field))
        .filter(place -> !place.raw().equals(fleet))
        .ifPresent(
            place ->
                problems.add(
                    place,
                    "found %s, the fleet file has %s %s; make them the same"
                        .formatted(Words.quote(place.raw()), field, fleet)));
  }

  private static String resource() {
    try (InputStream in =
        ClusterEntry.class.getResourceAsStream("/org/hubkeeper/fleet/eksctl.schema.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
