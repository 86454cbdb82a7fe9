package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component.SecretWish;

/** Objects around releases, through the API server. */
public final class KubernetesWorkloads implements Workloads {

  /** What has a shell and is small enough to be there in a moment. */
  public static final String PROOF_IMAGE = "registry.k8s.io/e2e-test-images/busybox:1.29-4";

  /** A fresh access entry is not known to every API server at once. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403);

  private final ClusterClients clients;
  private final Function<ClusterRef, SecretResolver> secrets;
  private final Shipped shipped;

  /**
   * What comes with the worker.
   *
   * @param rights manifest of the worker's own rights, YAML
   * @param proofImage image of the pods that prove something
   */
  public record Shipped(String rights, String proofImage) {}

  /** {@code secrets} finds what entries of Secrets refer to. */
  public KubernetesWorkloads(
      ClusterClients clients, Function<ClusterRef, SecretResolver> secrets, Shipped shipped) {
    this.clients = clients;
    this.secrets = secrets;
    this.shipped = shipped;
  }

  @Override
  public String uid(ClusterRef cluster) {
    return patiently(() -> clients.uid(cluster));
  }

  @Override
  public void ensureOwnRights(ClusterRef cluster) {
    patiently(
        () -> {
          new OwnRights(clients.apply(cluster), shipped.rights()).ensure();
          return "";
        });
  }

  @Override
  public void checkOwnRights(ClusterRef cluster) {
    new OwnRights(clients.apply(cluster), shipped.rights()).check();
  }

  @Override
  public void ensureNamespace(ClusterRef cluster, String namespace) {
    KubernetesClient client = clients.apply(cluster);
    Namespace found = client.namespaces().withName(namespace).get();
    if (found == null) {
      OwnObjects.apply(
          client, new NamespaceBuilder().withMetadata(OwnObjects.meta("", namespace)).build());
    } else if (found.getMetadata().getDeletionTimestamp() != null) {
      throw Failures.notReady(
          Blocker.of(
              "namespace " + namespace,
              "it is being removed",
              "see its conditions: `kubectl get namespace " + namespace + " -o yaml`"));
    }
  }

  @Override
  public List<String> missingSecrets(
      ClusterRef cluster, String namespace, List<SecretWish> wishes) {
    return of(cluster, namespace).missing(wishes);
  }

  @Override
  public void ensureSecret(ClusterRef cluster, String namespace, SecretWish secret) {
    of(cluster, namespace).ensure(secret);
  }

  @Override
  public void awaitNodes(ClusterRef cluster, String nodeGroup, int least) {
    new Nodes(clients.apply(cluster)).await(nodeGroup, least);
  }

  @Override
  public String loadBalancer(ClusterRef cluster, String namespace, String service) {
    return new LoadBalancers(clients.apply(cluster), Clock.systemUTC()).find(namespace, service);
  }

  @Override
  public String awaitLoadBalancer(ClusterRef cluster, String namespace, String service) {
    return new LoadBalancers(clients.apply(cluster), Clock.systemUTC()).await(namespace, service);
  }

  @Override
  public boolean storageClassIsDefault(ClusterRef cluster) {
    return new StorageClasses(clients.apply(cluster)).ready();
  }

  @Override
  public void ensureStorageClass(ClusterRef cluster) {
    new StorageClasses(clients.apply(cluster)).ensure();
  }

  @Override
  public String proveStorage(ClusterRef cluster) {
    return new StorageProof(clients.apply(cluster), shipped.proofImage()).prove();
  }

  private OwnSecrets of(ClusterRef cluster, String namespace) {
    return new OwnSecrets(clients.apply(cluster), namespace, secrets.apply(cluster));
  }

  private static String patiently(Supplier<String> call) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      if (REFUSALS.contains(e.getCode())) {
        throw Failures.notReady(
            Blocker.of(
                "the API server",
                "it answers %d: the worker's access entry is not known everywhere yet"
                    .formatted(e.getCode()),
                "it takes a minute; `aws eks list-access-entries` shows whether there is one"));
      }
      throw e;
    }
  }
}
