package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The pool that a node belongs to, by the label of whoever made it. */
public final class PoolNames {

  /** By cloud or provisioner; eksctl's own comes last, for EKS's groups carry it too. */
  private static final List<String> LABELS =
      List.of(
          "eks.amazonaws.com/nodegroup",
          "cloud.google.com/gke-nodepool",
          "doks.digitalocean.com/node-pool",
          "karpenter.sh/nodepool",
          "alpha.eksctl.io/nodegroup-name");

  private static final List<String> ZONES =
      List.of("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone");

  private PoolNames() {}

  /** Empty for a node of no pool. */
  public static String of(Node node) {
    return first(node, LABELS).orElse("");
  }

  static String zone(Node node) {
    return first(node, ZONES).orElse("");
  }

  private static Optional<String> first(HasMetadata object, List<String> keys) {
    Map<String, String> labels =
        Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    return keys.stream().filter(labels::containsKey).map(labels::get).findFirst();
  }
}
