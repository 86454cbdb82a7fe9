package org.hubkeeper.activities.kubernetes.disruption;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.activities.kubernetes.nodes.Budgets;
import org.hubkeeper.activities.kubernetes.nodes.PodKinds;
import org.hubkeeper.activities.kubernetes.nodes.PodLists;
import org.hubkeeper.activities.kubernetes.nodes.PoolNames;
import org.hubkeeper.workflows.activity.Disruptions;
import org.hubkeeper.workflows.model.ClusterRef;

/** What in a cluster would hold up or be hurt by moving its nodes, by its API server. */
public final class KubernetesDisruptions implements Disruptions {

  private static final int LINES = 200;
  private static final long LONG_SECONDS = 600;

  private final Function<ClusterRef, KubernetesClient> clients;
  private final InstantSource time;

  public KubernetesDisruptions(Function<ClusterRef, KubernetesClient> clients, InstantSource time) {
    this.clients = clients;
    this.time = time;
  }

  @Override
  public List<WebhookFact> webhooks(ClusterRef cluster) {
    return few(new Webhooks(clients.apply(cluster), time.instant()).broken());
  }

  @Override
  public List<BudgetFact> budgets(ClusterRef cluster) {
    KubernetesClient client = clients.apply(cluster);
    List<PodDisruptionBudget> exhausted = new Budgets(client).exhausted();
    if (exhausted.isEmpty()) {
      return List.of();
    }
    Map<PodDisruptionBudget, List<Pod>> held = new LinkedHashMap<>();
    exhausted.forEach(budget -> held.put(budget, new ArrayList<>()));
    new PodLists(client)
        .forEach(
            pod ->
                held.forEach(
                    (budget, pods) -> {
                      if (Budgets.holds(budget, pod)) {
                        pods.add(pod);
                      }
                    }));
    Map<String, String> pools = poolOfNode(client);
    return few(
        held.entrySet().stream().map(one -> fact(one.getKey(), one.getValue(), pools)).toList());
  }

  @Override
  public List<SingleFact> singles(ClusterRef cluster) {
    KubernetesClient client = clients.apply(cluster);
    List<String> single =
        Stream.concat(
                client.apps().deployments().inAnyNamespace().list().getItems().stream()
                    .filter(one -> Integer.valueOf(1).equals(one.getSpec().getReplicas()))
                    .map(one -> name(one, "Deployment")),
                client.apps().statefulSets().inAnyNamespace().list().getItems().stream()
                    .filter(one -> Integer.valueOf(1).equals(one.getSpec().getReplicas()))
                    .map(one -> name(one, "StatefulSet")))
            .sorted()
            .toList();
    Map<String, String> pools = poolOfNode(client);
    Map<String, String> poolOfWorkload = new HashMap<>();
    new PodLists(client).forEach(pod -> poolOfWorkload.put(workload(pod), pool(pod, pools)));
    return few(
        single.stream()
            .map(name -> new SingleFact(name, poolOfWorkload.getOrDefault(name, "")))
            .toList());
  }

  @Override
  public List<SlowFact> slow(ClusterRef cluster) {
    KubernetesClient client = clients.apply(cluster);
    Map<String, String> pools = poolOfNode(client);
    Map<String, SlowFact> slow = new TreeMap<>();
    new PodLists(client)
        .forEach(
            pod -> {
              Long grace = pod.getSpec().getTerminationGracePeriodSeconds();
              if (grace != null && grace > LONG_SECONDS && !PodKinds.user(pod)) {
                String pool = pool(pod, pools);
                slow.putIfAbsent(
                    workload(pod) + " " + pool,
                    new SlowFact(workload(pod), pool, grace.intValue()));
              }
            });
    return few(List.copyOf(slow.values()));
  }

  @Override
  public BackupFact backup(ClusterRef cluster) {
    return Backups.newest(clients.apply(cluster));
  }

  @Override
  public List<OwnerFact> owners(ClusterRef cluster) {
    KubernetesClient client = clients.apply(cluster);
    Map<String, OwnerFact> byTool = new TreeMap<>();
    Stream.<List<? extends HasMetadata>>of(
            client.apps().deployments().inAnyNamespace().list().getItems(),
            client.apps().daemonSets().inAnyNamespace().list().getItems(),
            client.apps().statefulSets().inAnyNamespace().list().getItems())
        .flatMap(List::stream)
        .flatMap(object -> Owners.of(object).stream())
        .forEach(owner -> byTool.putIfAbsent(owner.tool(), owner));
    return List.copyOf(byTool.values());
  }

  private static BudgetFact fact(
      PodDisruptionBudget budget, List<Pod> pods, Map<String, String> pools) {
    return new BudgetFact(
        budget.getMetadata().getNamespace(),
        budget.getMetadata().getName(),
        pods.stream()
            .findFirst()
            .map(pod -> PodKinds.user(pod) ? "servers of users" : PodKinds.workload(pod))
            .orElse(""),
        Budgets.rule(budget),
        pods.size(),
        budget.getStatus().getCurrentHealthy() == null ? 0 : budget.getStatus().getCurrentHealthy(),
        List.copyOf(
            pods.stream()
                .map(pod -> pool(pod, pools))
                .filter(pool -> !pool.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new))));
  }

  private static Map<String, String> poolOfNode(KubernetesClient client) {
    return client.nodes().list().getItems().stream()
        .collect(Collectors.toMap(node -> node.getMetadata().getName(), PoolNames::of));
  }

  private static String pool(Pod pod, Map<String, String> pools) {
    return pools.getOrDefault(String.valueOf(pod.getSpec().getNodeName()), "");
  }

  private static String workload(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + PodKinds.workload(pod);
  }

  private static String name(HasMetadata object, String kind) {
    return "%s/%s/%s"
        .formatted(object.getMetadata().getNamespace(), kind, object.getMetadata().getName());
  }

  private static <T> List<T> few(List<T> all) {
    return all.stream().limit(LINES).toList();
  }
}
