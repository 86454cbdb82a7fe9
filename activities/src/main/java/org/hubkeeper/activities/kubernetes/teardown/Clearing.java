package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Namespaces.Obstacle;

/** Takes one obstacle out of a namespace's way, by force, and only that one. */
final class Clearing {

  private final KubernetesClient client;
  private final Obstacle obstacle;

  Clearing(KubernetesClient client, Obstacle obstacle) {
    this.client = client;
    this.obstacle = obstacle;
  }

  void clear() {
    switch (obstacle.cause()) {
      case DEAD_API -> new DeadParts(client).unregisterApi(Objects.nameOf(obstacle.object()));
      case DEAD_WEBHOOK -> new DeadParts(client).unregisterWebhook(obstacle.object());
      case CONTENT -> objects().forEach(this::delete);
      case FINALIZER -> objects().forEach(this::release);
      case OWN_FINALIZER -> finalizeNamespace();
    }
  }

  private List<GenericKubernetesResource> objects() {
    String name = Objects.nameOf(obstacle.object());
    return kind().stream()
        .flatMap(
            kind ->
                client
                    .genericKubernetesResources(kind.context())
                    .inNamespace(obstacle.namespace())
                    .list()
                    .getItems()
                    .stream())
        .filter(one -> name.startsWith("(") || name.equals(one.getMetadata().getName()))
        .toList();
  }

  private Optional<Apis.Kind> kind() {
    String kind = obstacle.object().substring(0, obstacle.object().indexOf('/'));
    return new Apis(client).find(kind);
  }

  private void delete(GenericKubernetesResource one) {
    if (!Objects.leaving(one)) {
      client.resource(one).delete();
    }
  }

  /** Only of what is to go; what has come since people agreed is not what they agreed to. */
  private void release(GenericKubernetesResource one) {
    if (!Objects.leaving(one) || !Objects.finalizers(one).contains(obstacle.finalizer())) {
      return;
    }
    List<String> rest =
        Objects.finalizers(one).stream()
            .filter(finalizer -> !finalizer.equals(obstacle.finalizer()))
            .toList();
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("finalizers", rest);
    // Somebody else's change in between is refused, not overwritten.
    meta.put("resourceVersion", one.getMetadata().getResourceVersion());
    client
        .resource(one)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("metadata", meta)));
  }

  private void finalizeNamespace() {
    Namespace namespace = client.namespaces().withName(obstacle.namespace()).get();
    if (namespace == null || !Objects.leaving(namespace)) {
      return;
    }
    List<String> rest =
        namespace.getSpec().getFinalizers().stream()
            .filter(finalizer -> !finalizer.equals(obstacle.finalizer()))
            .toList();
    namespace.getSpec().setFinalizers(rest);
    client.raw("/api/v1/namespaces/" + obstacle.namespace() + "/finalize", "PUT", namespace);
  }
}
