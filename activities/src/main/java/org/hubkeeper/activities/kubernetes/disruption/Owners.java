package org.hubkeeper.activities.kubernetes.disruption;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Disruptions.OwnerFact;

/** Marks by which tools that watch a repository know what is theirs. */
final class Owners {

  /** Key of a label or annotation, to the tool; the longer key first. */
  private static final List<Map.Entry<String, String>> MARKS =
      List.of(
          Map.entry("argocd.argoproj.io/", "argocd"),
          Map.entry("kustomize.toolkit.fluxcd.io/", "flux"),
          Map.entry("helm.toolkit.fluxcd.io/", "flux"),
          Map.entry("fleet.cattle.io/", "rancher-fleet"),
          Map.entry("kapp.k14s.io/", "kapp"));

  private Owners() {}

  static Optional<OwnerFact> of(HasMetadata object) {
    return MARKS.stream()
        .flatMap(
            mark ->
                key(object, mark.getKey())
                    .map(
                        key ->
                            new OwnerFact(
                                mark.getValue(),
                                "%s/%s/%s"
                                    .formatted(
                                        object.getMetadata().getNamespace(),
                                        object.getKind(),
                                        object.getMetadata().getName()),
                                key))
                    .stream())
        .findFirst();
  }

  private static Optional<String> key(HasMetadata object, String prefix) {
    Map<String, String> labels =
        Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    Map<String, String> annotations =
        Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    return java.util.stream.Stream.concat(labels.keySet().stream(), annotations.keySet().stream())
        .filter(key -> key.startsWith(prefix))
        .sorted()
        .findFirst();
  }
}
