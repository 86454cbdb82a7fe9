package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.function.Function;
import org.hubkeeper.workflows.activity.Namespaces;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;

/** Namespaces by a cluster's API server. */
public final class KubernetesNamespaces implements Namespaces {

  private final Function<ClusterRef, KubernetesClient> clients;

  /** Takes a function because each cluster has a client of its own. */
  public KubernetesNamespaces(Function<ClusterRef, KubernetesClient> clients) {
    this.clients = clients;
  }

  @Override
  public void ensureAbsent(ClusterRef cluster, String namespace) {
    KubernetesClient client = clients.apply(cluster);
    Namespace found = client.namespaces().withName(namespace).get();
    if (found == null) {
      return;
    }
    if (!Objects.leaving(found)) {
      client.namespaces().withName(namespace).delete();
      throw Failures.notReady(
          Blocker.of(
              "namespace " + namespace,
              "Kubernetes, which has been asked to remove it",
              "nothing to do: it takes a minute"),
          List.of(namespace));
    }
    throw waiting(found, new Explanation(client, found).obstacles());
  }

  @Override
  public List<Obstacle> explain(ClusterRef cluster, String namespace) {
    KubernetesClient client = clients.apply(cluster);
    Namespace found = client.namespaces().withName(namespace).get();
    return found == null || !Objects.leaving(found)
        ? List.of()
        : new Explanation(client, found).obstacles();
  }

  @Override
  public void ensureCleared(ClusterRef cluster, Obstacle obstacle) {
    KubernetesClient client = clients.apply(cluster);
    Namespace found = client.namespaces().withName(obstacle.namespace()).get();
    if (found == null || !Objects.leaving(found)) {
      return;
    }
    if (new Explanation(client, found).obstacles().stream().noneMatch(one -> same(one, obstacle))) {
      return;
    }
    new Clearing(client, obstacle).clear();
    throw Failures.notReady(
        Blocker.of(
            "namespace " + obstacle.namespace(),
            obstacle.object() + ", which is being cleared",
            "nothing to do: it takes a moment"));
  }

  private static boolean same(Obstacle one, Obstacle other) {
    return one.cause() == other.cause()
        && one.finalizer().equals(other.finalizer())
        && kind(one).equals(kind(other));
  }

  /** Numbers of objects change while they go. */
  private static String kind(Obstacle obstacle) {
    return obstacle.object().replaceFirst("\\(\\d+\\)$", "");
  }

  private static RuntimeException waiting(Namespace namespace, List<Obstacle> obstacles) {
    String title = "namespace " + namespace.getMetadata().getName();
    if (obstacles.isEmpty()) {
      return Failures.notReady(
          Blocker.of(title, "Kubernetes, which is removing it", "nothing to do: it takes a minute"),
          List.of(title));
    }
    Obstacle first = obstacles.get(0);
    String finalizer =
        first.finalizer().isEmpty() ? "" : " with the finalizer " + first.finalizer();
    return Failures.notReady(
        new Blocker(
            title,
            first.object() + finalizer + ", of " + first.holder(),
            first.since(),
            first.cause() == Cause.CONTENT
                ? "nothing to do: they go by themselves"
                : "let its controller act; only then clear it by force"),
        obstacles.stream().map(one -> one.object() + " " + one.finalizer()).toList());
  }
}
