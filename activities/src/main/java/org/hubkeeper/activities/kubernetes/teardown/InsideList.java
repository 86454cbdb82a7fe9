package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.LoadBalancerStatus;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.activity.Inventory;
import org.hubkeeper.workflows.activity.Inventory.Page;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.State;
import org.hubkeeper.workflows.model.Asset.Whose;

/** One listing after another of what is inside of a cluster, page by page. */
final class InsideList {

  /** What Kubernetes itself needs; they go with the cluster. */
  private static final Set<String> SYSTEM =
      Set.of("default", "kube-system", "kube-public", "kube-node-lease");

  private static final String IN_CLUSTER = "it is in the cluster";

  private final KubernetesClient client;
  private final String namespace;

  /** {@code namespace} is empty for all. */
  InsideList(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** The listings of a page; the token is the place of the next asset. */
  Page page(String token) {
    List<Asset> all = new ArrayList<>();
    Controllers controllers = Controllers.of(client);
    all.addAll(namespaces());
    all.addAll(services(controllers));
    all.addAll(ingresses(controllers));
    all.addAll(claims());
    if (namespace.isEmpty()) {
      all.addAll(karpenter(controllers, "node-pool", Objects.NODE_POOLS));
      all.addAll(karpenter(controllers, "node-claim", Objects.NODE_CLAIMS));
      controllers.autoscalers().forEach(one -> all.add(autoscaler(one)));
    }
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    int to = Math.min(from + Inventory.PAGE, all.size());
    return new Page(all.subList(Math.min(from, to), to), to < all.size() ? String.valueOf(to) : "");
  }

  private List<Asset> namespaces() {
    return client.namespaces().list().getItems().stream()
        .map(Namespace::getMetadata)
        .filter(meta -> !SYSTEM.contains(meta.getName()))
        .filter(meta -> namespace.isEmpty() || namespace.equals(meta.getName()))
        .map(
            meta ->
                asset(
                    "namespace",
                    Objects.id("namespace", "", meta.getName()),
                    meta.getName(),
                    meta.getName(),
                    List.of(),
                    new State("", meta.getDeletionTimestamp() != null, ""),
                    ""))
        .toList();
  }

  private List<Asset> services(Controllers controllers) {
    List<Service> found =
        namespace.isEmpty()
            ? client.services().inAnyNamespace().list().getItems()
            : client.services().inNamespace(namespace).list().getItems();
    return found.stream()
        .filter(one -> "LoadBalancer".equals(one.getSpec().getType()))
        .map(
            one ->
                namespaced(
                    "load-balancer-service",
                    one,
                    controllers.homes("aws-load-balancer-controller"),
                    hosts(one.getStatus() == null ? null : one.getStatus().getLoadBalancer())))
        .toList();
  }

  private List<Asset> ingresses(Controllers controllers) {
    List<Ingress> found =
        namespace.isEmpty()
            ? client.network().v1().ingresses().inAnyNamespace().list().getItems()
            : client.network().v1().ingresses().inNamespace(namespace).list().getItems();
    return found.stream()
        .map(
            one ->
                namespaced("ingress", one, controllers.homes("aws-load-balancer-controller"), ""))
        .toList();
  }

  /** Together, for their names are people's. */
  private List<Asset> claims() {
    List<PersistentVolumeClaim> found =
        namespace.isEmpty()
            ? client.persistentVolumeClaims().inAnyNamespace().list().getItems()
            : client.persistentVolumeClaims().inNamespace(namespace).list().getItems();
    return found.stream()
        .collect(
            Collectors.groupingBy(
                one -> one.getMetadata().getNamespace(), TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(
            entry ->
                asset(
                    "claims",
                    Objects.id("claims", entry.getKey(), "all"),
                    entry.getValue() + " claims of " + entry.getKey(),
                    entry.getKey(),
                    List.of(Objects.id("namespace", "", entry.getKey())),
                    new State(entry.getValue() + " claims", false, ""),
                    ""))
        .toList();
  }

  private List<Asset> karpenter(
      Controllers controllers, String kind, ResourceDefinitionContext context) {
    List<String> uses =
        controllers
            .find("karpenter")
            .map(one -> List.of(Objects.id("autoscaler", one)))
            .orElse(List.of());
    try {
      return client.genericKubernetesResources(context).list().getItems().stream()
          .map(
              one ->
                  asset(
                      kind,
                      Objects.id(kind, one),
                      one.getMetadata().getName(),
                      "",
                      uses,
                      new State("", Objects.leaving(one), ""),
                      "Karpenter"))
          .toList();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return List.of();
      }
      throw e;
    }
  }

  private static Asset autoscaler(Deployment one) {
    return asset(
        "autoscaler",
        Objects.id("autoscaler", one),
        one.getMetadata().getName(),
        one.getMetadata().getNamespace(),
        List.of(Objects.id("namespace", "", one.getMetadata().getNamespace())),
        new State(one.getSpec().getReplicas() + " replicas", false, ""),
        "");
  }

  private static Asset namespaced(String kind, HasMetadata one, List<String> more, String hosts) {
    String home = one.getMetadata().getNamespace();
    List<String> uses = new ArrayList<>(List.of(Objects.id("namespace", "", home)));
    uses.addAll(more);
    return asset(
        kind,
        Objects.id(kind, one),
        home + "/" + one.getMetadata().getName(),
        home,
        uses.stream().distinct().toList(),
        new State(hosts, Objects.leaving(one), ""),
        "");
  }

  private static Asset asset(
      String kind,
      String id,
      String name,
      String namespace,
      List<String> uses,
      State state,
      String maker) {
    return new Asset(
        kind, id, name, Whose.OWN, IN_CLUSTER, "", uses, List.of(), state, maker, namespace, 0);
  }

  private static String hosts(LoadBalancerStatus status) {
    return status == null || status.getIngress() == null
        ? ""
        : status.getIngress().stream()
            .map(LoadBalancerIngress::getHostname)
            .filter(host -> host != null)
            .collect(Collectors.joining(", "));
  }
}
