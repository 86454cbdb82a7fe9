package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * {@code placeholders}: as many pods as wanted hold seats, and each gives way to any ordinary pod:
 * its priority is below 0, which is what a pod without a class has.
 */
final class PlaceholdersYield implements Proving {

  /** What the pods belong to: the chart of JupyterHub has a StatefulSet, others a Deployment. */
  private record Holder(LabelSelector pods, int wanted) {}

  @Override
  public String prove(Asked asked) {
    Holder holder = holder(asked);
    List<Pod> pods =
        asked
            .client()
            .pods()
            .inNamespace(asked.namespace())
            .withLabelSelector(holder.pods())
            .list()
            .getItems()
            .stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .toList();
    for (Pod pod : pods) {
      if (pod.getSpec().getPriority() == null || pod.getSpec().getPriority() >= 0) {
        throw asked.rejected(
            "the pod %s would not give way: its priority is %s; give it a class below 0"
                .formatted(pod.getMetadata().getName(), pod.getSpec().getPriority()));
      }
    }
    if (pods.size() != holder.wanted()) {
      throw Failures.notReady(
          Blocker.of(
              "placeholders " + asked.namespace() + "/" + asked.field("deployment"),
              "there are %d of %d".formatted(pods.size(), holder.wanted()),
              "see `kubectl get pods -n " + asked.namespace() + "`"));
    }
    long running =
        pods.stream().filter(pod -> "Running".equals(pod.getStatus().getPhase())).count();
    return "%d placeholders give way to any pod; %d hold a seat, %d wait for a node"
        .formatted(pods.size(), running, pods.size() - running);
  }

  private static Holder holder(Asked asked) {
    String name = asked.field("deployment");
    var apps = asked.client().apps();
    StatefulSet set = apps.statefulSets().inNamespace(asked.namespace()).withName(name).get();
    if (set != null) {
      return new Holder(set.getSpec().getSelector(), wanted(asked, set.getSpec().getReplicas()));
    }
    Deployment one = apps.deployments().inNamespace(asked.namespace()).withName(name).get();
    if (one != null) {
      return new Holder(one.getSpec().getSelector(), wanted(asked, one.getSpec().getReplicas()));
    }
    throw asked.rejected(
        "there is no StatefulSet or Deployment %s in %s; correct the field `deployment`"
            .formatted(name, asked.namespace()));
  }

  /** A path of the values says no more than the object that was rendered from it. */
  private static int wanted(Asked asked, Integer replicas) {
    return asked.optional("count").filter(text -> text.matches("\\d+")).isPresent()
        ? asked.number("count")
        : replicas;
  }
}
