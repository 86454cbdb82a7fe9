package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.activities.ScratchNamespace;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * {@code scaling}: each pool that may be empty goes from 0 to 1 node for a pod, and back.
 *
 * <ol>
 *   <li>The pool is empty; a new one has a node, which the autoscaler takes away when it is idle.
 *   <li>A pod that only fits there brings a node, which is noted; the pod is removed.
 *   <li>The pool is empty again.
 * </ol>
 *
 * The pools go side by side. One that others use is left alone, and said to be in use.
 */
final class PoolScales implements Proving {

  private static final String GROUP = "eks.amazonaws.com/nodegroup";
  private static final String KEY = "scaling.";
  private static final String PREFIX = "prove-scaling-";

  private final String image;

  PoolScales(String image) {
    this.image = image;
  }

  @Override
  public String prove(Asked asked) {
    String names = asked.facts().getOrDefault("emptyPools", "");
    if (names.isEmpty()) {
      return "no pool may be empty, so none has to grow from 0";
    }
    List<String> pools = List.of(names.split(" "));
    List<String> seen = new ArrayList<>();
    List<Blocker> open = new ArrayList<>();
    for (String pool : pools) {
      new Pool(asked.client(), pool, image).look(seen, open);
    }
    if (!open.isEmpty()) {
      throw Failures.notReady(open.get(0));
    }
    ScratchNamespace scratch = new ScratchNamespace(asked.client());
    pools.forEach(pool -> scratch.forget(KEY + pool));
    return String.join(", ", seen);
  }

  /** One of them. */
  private static final class Pool {
    private final KubernetesClient client;
    private final ScratchNamespace scratch;
    private final String name;
    private final String image;

    Pool(KubernetesClient client, String name, String image) {
      this.client = client;
      this.scratch = new ScratchNamespace(client);
      this.name = name;
      this.image = image;
    }

    void look(List<String> seen, List<Blocker> open) {
      List<String> nodes =
          client.nodes().withLabel(GROUP, name).list().getItems().stream()
              .map(node -> node.getMetadata().getName())
              .toList();
      Pod pod = pod();
      Optional<String> grown = scratch.note(KEY + name);
      if (pod == null && inUse(nodes)) {
        seen.add(name + " is in use, with " + nodes.size() + " nodes");
      } else if (grown.isPresent() && pod == null && nodes.isEmpty()) {
        seen.add(grown.get());
      } else {
        open.add(next(nodes, pod, grown));
      }
    }

    private Blocker next(List<String> nodes, Pod pod, Optional<String> grown) {
      if (grown.isPresent() && pod != null) {
        client.pods().inNamespace(ScratchNamespace.NAME).withName(PREFIX + name).delete();
        return blocker("its pod is being removed");
      }
      if (pod == null && !nodes.isEmpty()) {
        return blocker("%d of its nodes are idle and not removed yet".formatted(nodes.size()));
      }
      if (pod == null) {
        scratch.ensure();
        OwnObjects.apply(client, wanted());
        return blocker("a pod asks for its first node");
      }
      if (!Readiness.getInstance().isReady(pod)) {
        return blocker(
            pod.getSpec().getNodeName() == null
                ? "it does not grow for a pod"
                : "its node starts the pod");
      }
      scratch.note(KEY + name, name + " went from 0 to 1 node and back");
      return blocker("it has grown; now it shrinks");
    }

    /** Whatever is not on every node anyway keeps a node, and may be somebody's work. */
    private boolean inUse(List<String> nodes) {
      return !nodes.isEmpty()
          && client.pods().inAnyNamespace().list().getItems().stream()
              .filter(pod -> nodes.contains(pod.getSpec().getNodeName()))
              .filter(pod -> !ScratchNamespace.NAME.equals(pod.getMetadata().getNamespace()))
              .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
              .anyMatch(pod -> !onEveryNode(pod));
    }

    private static boolean onEveryNode(Pod pod) {
      return pod.getMetadata().getOwnerReferences().stream()
          .map(OwnerReference::getKind)
          .anyMatch(kind -> kind.equals("DaemonSet") || kind.equals("Node"));
    }

    private Pod pod() {
      return client.pods().inNamespace(ScratchNamespace.NAME).withName(PREFIX + name).get();
    }

    private Pod wanted() {
      return new PodBuilder()
          .withMetadata(OwnObjects.meta(ScratchNamespace.NAME, PREFIX + name))
          .withSpec(ProofPods.spec(image, List.of("sleep", "86400"), Map.of()))
          .editSpec()
          .withNodeSelector(Map.of(GROUP, name))
          .endSpec()
          .build();
    }

    private Blocker blocker(String holder) {
      return Blocker.of(
          "pool " + name,
          holder,
          "see the autoscaler's log, and the tags k8s.io/cluster-autoscaler/* of its Auto Scaling"
              + " group");
    }
  }
}
