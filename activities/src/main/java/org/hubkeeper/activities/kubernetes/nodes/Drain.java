package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * Gets pods off nodes by eviction.
 *
 * <ol>
 *   <li>Daemons' and mirror pods and those that have finished don't count.
 *   <li>What nothing would start anew is not evicted but named.
 *   <li>The others go in waves: ordinary pods, then hubs and their proxies, last what the cluster
 *       itself needs. A wave begins when the one before is gone, so that a hub moves once, and only
 *       when all else has found a place.
 *   <li>The first that can't go is the blocker.
 * </ol>
 */
final class Drain {

  private final KubernetesClient client;
  private final NodeClosing closing;
  private final Map<String, Node> nodes;

  Drain(KubernetesClient client, List<Node> nodes) {
    this.client = client;
    this.closing = new NodeClosing(client);
    this.nodes =
        nodes.stream()
            .collect(Collectors.toMap(node -> node.getMetadata().getName(), Function.identity()));
  }

  /** Returns once nothing but daemons is left; users' servers are waited for. */
  void all(String pool) {
    List<Pod> left = left();
    if (left.isEmpty()) {
      return;
    }
    List<Pod> movable = left.stream().filter(pod -> !PodKinds.user(pod)).toList();
    if (movable.isEmpty()) {
      throw Failures.notReady(Users.blocker(pool, left), ids(left));
    }
    throw Failures.notReady(evict(wave(movable)), ids(left));
  }

  /** Returns once these servers of users are gone; all others stay. */
  void named(Set<String> servers) {
    List<Pod> left =
        left().stream()
            .filter(PodKinds::user)
            .filter(pod -> servers.contains(PodKinds.id(pod)))
            .toList();
    if (!left.isEmpty()) {
      throw Failures.notReady(evict(left), ids(left));
    }
  }

  private List<Pod> left() {
    return new PodLists(client)
        .on(nodes.keySet()).stream()
            .filter(pod -> !PodKinds.daemon(pod))
            .filter(pod -> !PodKinds.mirror(pod))
            .filter(pod -> !PodKinds.finished(pod))
            .toList();
  }

  private static List<Pod> wave(List<Pod> movable) {
    int first = movable.stream().mapToInt(Drain::rank).min().orElse(0);
    return movable.stream().filter(pod -> rank(pod) == first).toList();
  }

  private static int rank(Pod pod) {
    return PodKinds.critical(pod) ? 2 : PodKinds.ofHub(pod) ? 1 : 0;
  }

  /** Asks for each once, and tells what holds the first that can't go. */
  private Blocker evict(List<Pod> pods) {
    Budgets budgets = new Budgets(client);
    Eviction eviction = new Eviction(client);
    List<Blocker> held = new ArrayList<>();
    List<Blocker> ending = new ArrayList<>();
    Map<String, Integer> evicted = new HashMap<>();
    for (Pod pod : pods) {
      List<PodDisruptionBudget> of = budgets.of(pod);
      if (PodKinds.ending(pod)) {
        ending.add(Holders.ending(pod));
      } else if (!PodKinds.replaced(pod) && !PodKinds.user(pod)) {
        held.add(Holders.bare(pod));
      } else if (eviction.ask(pod, of.size()) == Eviction.Answer.HELD) {
        held.add(Holders.budgets(pod, of));
      } else {
        evicted.merge(pod.getSpec().getNodeName(), 1, Integer::sum);
        ending.add(Holders.ending(pod));
      }
    }
    evicted.forEach((node, count) -> closing.countEvicted(nodes.get(node), count));
    return held.isEmpty() ? ending.get(0) : held.get(0);
  }

  private static List<String> ids(List<Pod> pods) {
    return pods.stream().sorted(Comparator.comparing(PodKinds::id)).map(PodKinds::id).toList();
  }
}
