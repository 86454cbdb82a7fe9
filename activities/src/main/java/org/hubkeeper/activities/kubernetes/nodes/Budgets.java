package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;

/** PodDisruptionBudgets, and which pods they hold. */
public final class Budgets {

  private final List<PodDisruptionBudget> all;

  /** As they are now, of all namespaces. */
  public Budgets(KubernetesClient client) {
    this.all =
        client.policy().v1().podDisruptionBudget().inAnyNamespace().list().getItems().stream()
            .sorted(Comparator.comparing(Budgets::name))
            .toList();
  }

  /** Those that select a pod; Kubernetes evicts no pod that has more than one. */
  List<PodDisruptionBudget> of(Pod pod) {
    return all.stream().filter(budget -> holds(budget, pod)).toList();
  }

  /** Those that allow no pod of theirs to go, and have one. */
  public List<PodDisruptionBudget> exhausted() {
    return all.stream().filter(Budgets::exhausted).toList();
  }

  public static boolean holds(PodDisruptionBudget budget, Pod pod) {
    return budget.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace())
        && Selectors.fits(budget.getSpec().getSelector(), pod.getMetadata().getLabels());
  }

  static String name(PodDisruptionBudget budget) {
    return budget.getMetadata().getNamespace() + "/" + budget.getMetadata().getName();
  }

  /** As {@code minAvailable 1}. */
  public static String rule(PodDisruptionBudget budget) {
    var spec = budget.getSpec();
    return spec.getMinAvailable() != null
        ? "minAvailable " + spec.getMinAvailable().getValue()
        : "maxUnavailable "
            + (spec.getMaxUnavailable() == null ? 0 : spec.getMaxUnavailable().getValue());
  }

  private static boolean exhausted(PodDisruptionBudget budget) {
    var status = budget.getStatus();
    return status != null
        && status.getDisruptionsAllowed() != null
        && status.getDisruptionsAllowed() == 0
        && status.getExpectedPods() != null
        && status.getExpectedPods() > 0;
  }
}
