package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.kernel.Blocker;

/**
 * Puts into words what keeps a pod on its node: without counts that change, so that people are told
 * once. A user's pod is named by its id.
 */
final class Holders {

  private Holders() {}

  static Blocker budgets(Pod pod, List<PodDisruptionBudget> budgets) {
    if (budgets.isEmpty()) {
      // It has gone since: the next look tells.
      return Blocker.of(object(pod), "a PodDisruptionBudget", "it is asked again");
    }
    String owner = owner(pod);
    if (budgets.size() > 1) {
      String names = budgets.stream().map(Budgets::name).collect(Collectors.joining(", "));
      return Blocker.of(
          object(pod),
          "PodDisruptionBudgets %s of %s: Kubernetes evicts no pod that has two"
              .formatted(names, owner),
          "keep one: `kubectl delete pdb -n %s NAME`".formatted(pod.getMetadata().getNamespace()));
    }
    PodDisruptionBudget budget = budgets.get(0);
    return Blocker.of(
        object(pod),
        "PodDisruptionBudget %s of %s (%s)"
            .formatted(Budgets.name(budget), owner, Budgets.rule(budget)),
        ("scale %s up or relax the budget: `kubectl edit pdb -n %s %s`; the drain goes on by"
                + " itself")
            .formatted(owner, pod.getMetadata().getNamespace(), budget.getMetadata().getName()));
  }

  static Blocker ending(Pod pod) {
    Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
    Long wanted = pod.getSpec().getTerminationGracePeriodSeconds();
    return Blocker.of(
        object(pod),
        "termination, %d s of grace"
            .formatted(grace != null ? grace : wanted != null ? wanted : 30),
        "nothing to do: it was asked to end; see `kubectl describe pod -n "
            + pod.getMetadata().getNamespace()
            + "` if it does not");
  }

  static Blocker bare(Pod pod) {
    return Blocker.of(
        object(pod),
        "nobody: nothing would start it anew",
        "let it end, or remove it: `kubectl delete pod -n %s %s`"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName()));
  }

  private static String object(Pod pod) {
    String name =
        PodKinds.user(pod)
            ? "server %s of a user".formatted(PodKinds.id(pod))
            : "pod " + PodKinds.name(pod);
    return name + " on " + pod.getSpec().getNodeName();
  }

  private static String owner(Pod pod) {
    return PodKinds.user(pod) ? "a user's server" : PodKinds.workload(pod);
  }
}
