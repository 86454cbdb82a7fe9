package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The programs of a cluster that clear up behind objects in its cloud, and whether they run. */
final class Controllers {

  private static final String NAME_LABEL = "app.kubernetes.io/name";

  private final List<Deployment> deployments;

  private Controllers(List<Deployment> deployments) {
    this.deployments = deployments;
  }

  static Controllers of(KubernetesClient client) {
    return new Controllers(client.apps().deployments().inAnyNamespace().list().getItems());
  }

  /** The deployment with one of these names, by label or by its own. */
  Optional<Deployment> find(String... names) {
    List<String> wanted = List.of(names);
    return deployments.stream()
        .filter(one -> wanted.contains(label(one)) || wanted.contains(one.getMetadata().getName()))
        .findFirst();
  }

  /** Those that make nodes. */
  List<Deployment> autoscalers() {
    Set<String> known =
        Set.of("cluster-autoscaler", "aws-cluster-autoscaler", "eksctl-autoscaler", "karpenter");
    return deployments.stream()
        .filter(
            one ->
                known.contains(label(one))
                    || known.stream().anyMatch(one.getMetadata().getName()::endsWith))
        .toList();
  }

  /** Whether one runs whose name, label or image has a word. */
  boolean running(String word) {
    return deployments.stream()
        .filter(one -> names(one).anyMatch(text -> text.contains(word)))
        .anyMatch(Controllers::ready);
  }

  /** The namespaces of those that clear up behind load balancers or node claims. */
  List<String> homes(String... names) {
    return find(names)
        .map(one -> List.of(Objects.id("namespace", "", one.getMetadata().getNamespace())))
        .orElse(List.of());
  }

  static boolean ready(Deployment one) {
    return one.getStatus() != null
        && one.getStatus().getReadyReplicas() != null
        && one.getStatus().getReadyReplicas() > 0;
  }

  private static Stream<String> names(Deployment one) {
    return Stream.concat(
        Stream.of(one.getMetadata().getName(), label(one)),
        one.getSpec().getTemplate().getSpec().getContainers().stream().map(Container::getImage));
  }

  private static String label(Deployment one) {
    Map<String, String> labels = one.getMetadata().getLabels();
    return labels == null ? "" : labels.getOrDefault(NAME_LABEL, "");
  }
}
