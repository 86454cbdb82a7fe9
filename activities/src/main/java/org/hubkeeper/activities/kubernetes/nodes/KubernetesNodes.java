package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;

/** Nodes through the API server, whatever cloud they are of. */
public final class KubernetesNodes implements Nodes {

  private final Function<ClusterRef, KubernetesClient> clients;
  private final Supplier<String> run;

  /** {@code run}: names the run that changes something, for the mark. */
  public KubernetesNodes(Function<ClusterRef, KubernetesClient> clients, Supplier<String> run) {
    this.clients = clients;
    this.run = run;
  }

  @Override
  public List<PoolNodes> inspect(ClusterRef cluster) {
    KubernetesClient client = clients.apply(cluster);
    Map<String, List<Node>> pools = new TreeMap<>();
    client
        .nodes()
        .list()
        .getItems()
        .forEach(
            node -> pools.computeIfAbsent(PoolNames.of(node), pool -> new ArrayList<>()).add(node));
    Map<String, Integer> usersByNode = new HashMap<>();
    new PodLists(client)
        .forEach(
            pod -> {
              if (PodKinds.user(pod) && !PodKinds.finished(pod)) {
                usersByNode.merge(String.valueOf(pod.getSpec().getNodeName()), 1, Integer::sum);
              }
            });
    return pools.entrySet().stream()
        .map(pool -> PoolCounts.of(pool.getKey(), pool.getValue(), usersByNode))
        .toList();
  }

  @Override
  public List<ZonalVolumes> zonalVolumes(ClusterRef cluster, List<String> pools) {
    KubernetesClient client = clients.apply(cluster);
    Map<String, List<Pod>> pods = new TreeMap<>();
    for (String pool : pools) {
      pods.put(pool, new PodLists(client).on(names(nodes(client, pool))));
    }
    return new VolumeZones(client).of(pods);
  }

  @Override
  public List<Server> servers(ClusterRef cluster, String pool) {
    KubernetesClient client = clients.apply(cluster);
    return users(client, pool).stream().limit(SERVERS).map(Users::server).toList();
  }

  @Override
  public void awaitReady(ClusterRef cluster, String pool, int least, KubeVersion version) {
    List<Node> nodes = nodes(clients.apply(cluster), pool);
    List<Node> good =
        nodes.stream()
            .filter(PoolCounts::ready)
            .filter(node -> PoolCounts.kubelet(node).equals(version.toString()))
            .toList();
    if (good.size() < least) {
      throw waitFor(pool, nodes, "%d of %d nodes are Ready with %s", good.size(), least, version);
    }
  }

  @Override
  public void awaitVersion(ClusterRef cluster, String pool, KubeVersion version) {
    List<Node> nodes = nodes(clients.apply(cluster), pool);
    List<Node> wrong =
        nodes.stream()
            .filter(
                node ->
                    !PoolCounts.ready(node) || !PoolCounts.kubelet(node).equals(version.toString()))
            .toList();
    if (!wrong.isEmpty()) {
      throw waitFor(
          pool, wrong, "%d of %d nodes are not Ready with %s", wrong.size(), nodes.size(), version);
    }
  }

  @Override
  public int ensureClosed(ClusterRef cluster, String pool, Closing how) {
    return close(clients.apply(cluster), pool, how).size();
  }

  @Override
  public void ensureOpen(ClusterRef cluster, String pool) {
    KubernetesClient client = clients.apply(cluster);
    NodeClosing closing = new NodeClosing(client);
    nodes(client, pool).forEach(closing::open);
  }

  @Override
  public int ensureDrained(ClusterRef cluster, String pool) {
    KubernetesClient client = clients.apply(cluster);
    List<Node> nodes = close(client, pool, Closing.CORDON);
    new Drain(client, nodes).all(pool);
    return nodes.stream().mapToInt(NodeClosing::evicted).sum();
  }

  @Override
  public void awaitNoUsers(ClusterRef cluster, String pool) {
    KubernetesClient client = clients.apply(cluster);
    close(client, pool, Closing.TAINT);
    List<Pod> users = users(client, pool);
    if (!users.isEmpty()) {
      throw Failures.notReady(Users.blocker(pool, users));
    }
  }

  @Override
  public void ensureEvicted(ClusterRef cluster, String pool, List<String> servers) {
    KubernetesClient client = clients.apply(cluster);
    new Drain(client, nodes(client, pool)).named(new LinkedHashSet<>(servers));
  }

  private List<Node> close(KubernetesClient client, String pool, Closing how) {
    List<Node> nodes = nodes(client, pool);
    NodeClosing closing = new NodeClosing(client);
    nodes.forEach(node -> closing.close(node, how, run.get()));
    return nodes;
  }

  private static List<Pod> users(KubernetesClient client, String pool) {
    return Users.among(new PodLists(client).on(names(nodes(client, pool))));
  }

  private static List<Node> nodes(KubernetesClient client, String pool) {
    return client.nodes().list().getItems().stream()
        .filter(node -> PoolNames.of(node).equals(pool))
        .toList();
  }

  private static Set<String> names(List<Node> nodes) {
    return nodes.stream().map(node -> node.getMetadata().getName()).collect(Collectors.toSet());
  }

  private static RuntimeException waitFor(
      String pool, List<Node> about, String holder, Object... words) {
    List<String> lacking =
        about.stream().filter(node -> !PoolCounts.ready(node)).map(PoolCounts::lacking).toList();
    return Failures.notReady(
        Blocker.of(
            "pool " + pool,
            holder.formatted(words) + (lacking.isEmpty() ? "" : ": " + lacking),
            "see `kubectl get nodes`"));
  }
}
