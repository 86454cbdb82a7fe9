package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.hubkeeper.workflows.activity.ClusterObjects;
import org.hubkeeper.workflows.activity.Inventory;
import org.hubkeeper.workflows.activity.Removal.Outcome;
import org.hubkeeper.workflows.model.ClusterRef;

/** What is inside of a cluster, by its API server. */
public final class KubernetesObjects implements ClusterObjects {

  private static final String USER_SERVER = "singleuser-server";

  private final Function<ClusterRef, KubernetesClient> clients;
  private final String home;

  /**
   * Takes a function because each cluster has a client of its own.
   *
   * @param home authority of the cluster that the worker's own pod runs in, PEM; empty for none
   */
  public KubernetesObjects(Function<ClusterRef, KubernetesClient> clients, String home) {
    this.clients = clients;
    this.home = home.strip();
  }

  @Override
  public Look look(ClusterRef cluster) {
    KubernetesClient client = clients.apply(cluster);
    int users =
        client.pods().inAnyNamespace().withLabel("component", USER_SERVER).list().getItems().size();
    return new Look(inside(client), users);
  }

  @Override
  public Inventory.Page list(ClusterRef cluster, String namespace, String token) {
    return new InsideList(clients.apply(cluster), namespace).page(token);
  }

  @Override
  public List<Outcome> ensureAbsent(ClusterRef cluster, String kind, List<String> ids) {
    return new InsideRemoval(clients.apply(cluster)).remove(kind, ids);
  }

  @Override
  public void ensureRetained(ClusterRef cluster, List<String> volumes) {
    new Storage(clients.apply(cluster)).retain(volumes);
  }

  @Override
  public void ensureReleased(ClusterRef cluster, List<String> volumes) {
    new Storage(clients.apply(cluster)).release(volumes);
  }

  /** Every cluster has an authority of its own, and its pods are told of it. */
  private boolean inside(KubernetesClient client) {
    String authority = client.getConfiguration().getCaCertData();
    return !home.isEmpty() && authority != null && home.equals(pem(authority).strip());
  }

  private static String pem(String data) {
    return data.startsWith("-----")
        ? data
        : new String(Base64.getDecoder().decode(data), StandardCharsets.US_ASCII);
  }
}
