package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.Network;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * Clients of clusters' API servers.
 *
 * <p>The access is asked for each time, so that nothing is kept that another worker or a new
 * cluster of the same name could make wrong; the client for the same address and authority is kept.
 * Before it is handed out for the first time, the API server proves to be the registered one.
 */
public final class ClusterClients implements Function<ClusterRef, KubernetesClient>, AutoCloseable {

  private static final String PROVING_NAMESPACE = "kube-system";

  private final Function<ClusterRef, ClusterAccess> access;
  private final Network network;
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  private record Key(String cluster, String uid, String endpoint, String authority) {}

  /** A client, the access that it uses now, and whether its server has proved who it is. */
  private static final class Known {
    private volatile ClusterAccess.Derived access;
    private final KubernetesClient client;
    private boolean proved;

    Known(ClusterAccess.Derived access, Network network) {
      this.access = access;
      this.client = build(ClusterConfig.derived(access, network, () -> this.access.token().get()));
    }

    Known(ClusterAccess.Kubeconfig access, Network network) {
      this.client = build(ClusterConfig.of(access, network));
    }

    synchronized KubernetesClient proved(ClusterRef cluster) {
      if (!proved) {
        check(cluster, client);
        proved = true;
      }
      return client;
    }
  }

  /** Takes a function because the access is derived, cluster by cluster, and never stored. */
  public ClusterClients(Function<ClusterRef, ClusterAccess> access, Network network) {
    this.access = access;
    this.network = network;
  }

  /** Fails DRIFTED when the API server is not the one that the fleet file knows. */
  @Override
  public KubernetesClient apply(ClusterRef cluster) {
    return client(cluster).proved(cluster);
  }

  private Known client(ClusterRef cluster) {
    ClusterAccess now = access.apply(cluster);
    if (now instanceof ClusterAccess.Derived derived) {
      Key key = new Key(cluster.name(), cluster.uid(), derived.endpoint(), derived.caData());
      Known client = known.computeIfAbsent(key, absent -> new Known(derived, network));
      client.access = derived;
      return client;
    }
    ClusterAccess.Kubeconfig file = (ClusterAccess.Kubeconfig) now;
    Key key = new Key(cluster.name(), cluster.uid(), file.context(), file.yaml());
    return known.computeIfAbsent(key, absent -> new Known(file, network));
  }

  /** The uid that proves who a cluster is; asked of a server that has not proved anything. */
  public String uid(ClusterRef cluster) {
    Namespace namespace = client(cluster).client.namespaces().withName(PROVING_NAMESPACE).get();
    return namespace == null ? "" : namespace.getMetadata().getUid();
  }

  @Override
  public void close() {
    known.values().forEach(client -> client.client.close());
  }

  private static void check(ClusterRef cluster, KubernetesClient client) {
    Namespace namespace = client.namespaces().withName(PROVING_NAMESPACE).get();
    String actual = namespace == null ? "" : namespace.getMetadata().getUid();
    if (cluster.uid().isEmpty()) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("the fleet file has no uid for %s, so its API server can't prove to be the right one;"
                  + " if it is, add the line `uid: %s` to the cluster")
              .formatted(cluster, actual),
          null);
    }
    if (!actual.equals(cluster.uid())) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("the API server of %s is that of another cluster: its %s has the uid %s, the fleet file"
                  + " says %s; correct the fleet file or the access")
              .formatted(cluster, PROVING_NAMESPACE, actual, cluster.uid()),
          null);
    }
  }

  private static KubernetesClient build(Config config) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            http -> http.addOrReplaceInterceptor(AttemptGuard.NAME, new AttemptGuard()))
        .build();
  }
}
