package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hubkeeper.workflows.activity.Removal.Outcome;
import org.hubkeeper.workflows.activity.Removal.Result;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * Removes objects of a cluster one by one: asks each to go, once, and waits until Kubernetes shows
 * it no more, which is when its controller has let it go.
 */
final class InsideRemoval {

  private final KubernetesClient client;
  private final Map<String, Function<String, Optional<Blocker>>> kinds;

  InsideRemoval(KubernetesClient client) {
    this.client = client;
    this.kinds =
        Map.of(
            "load-balancer-service",
            id -> remove(id, client.services().inNamespace(space(id)).withName(name(id))),
            "ingress",
            id ->
                remove(
                    id,
                    client.network().v1().ingresses().inNamespace(space(id)).withName(name(id))),
            "claims",
            this::claims,
            "node-pool",
            id -> remove(id, generic(Objects.NODE_POOLS, id)),
            "node-claim",
            id -> remove(id, generic(Objects.NODE_CLAIMS, id)),
            "autoscaler",
            this::stop);
  }

  List<Outcome> remove(String kind, List<String> ids) {
    Function<String, Optional<Blocker>> one = kinds.get(kind);
    if (one == null) {
      throw Failures.of(FailureKind.UNEXPECTED, "no kind " + kind + " is removed here", null);
    }
    List<Outcome> gone = new ArrayList<>();
    Blocker first = null;
    for (String id : ids) {
      Optional<Blocker> blocker = one.apply(id);
      if (blocker.isEmpty()) {
        gone.add(new Outcome(id, Result.GONE, ""));
      } else if (first == null) {
        first = blocker.get();
      }
    }
    if (gone.isEmpty() && first != null) {
      throw Failures.notReady(first, ids);
    }
    return gone;
  }

  private <T extends HasMetadata> Optional<Blocker> remove(String id, Resource<T> resource) {
    T found = resource.get();
    if (found == null) {
      return Optional.empty();
    }
    if (!Objects.leaving(found)) {
      resource.delete();
    }
    return Optional.of(blocker(id, found));
  }

  /** All of a namespace; pods that use one hold it. */
  private Optional<Blocker> claims(String id) {
    var claims = client.persistentVolumeClaims().inNamespace(space(id));
    List<PersistentVolumeClaim> left = claims.list().getItems();
    if (left.isEmpty()) {
      return Optional.empty();
    }
    if (left.stream().anyMatch(one -> !Objects.leaving(one))) {
      claims.delete();
    }
    return Optional.of(
        Blocker.of(
            left.size() + " claims of namespace " + space(id),
            users(left, space(id)),
            "they go once no pod uses them"));
  }

  private String users(List<PersistentVolumeClaim> claims, String namespace) {
    List<String> names = claims.stream().map(one -> one.getMetadata().getName()).toList();
    long pods =
        client.pods().inNamespace(namespace).list().getItems().stream()
            .filter(pod -> pod.getSpec().getVolumes() != null)
            .filter(
                pod ->
                    pod.getSpec().getVolumes().stream()
                        .map(Volume::getPersistentVolumeClaim)
                        .anyMatch(claim -> claim != null && names.contains(claim.getClaimName())))
            .count();
    return pods == 0 ? "Kubernetes, which is removing them" : pods + " pods that use them";
  }

  private Optional<Blocker> stop(String id) {
    var resource = client.apps().deployments().inNamespace(space(id)).withName(name(id));
    Deployment found = resource.get();
    if (found == null) {
      return Optional.empty();
    }
    if (found.getSpec().getReplicas() == null || found.getSpec().getReplicas() > 0) {
      resource.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":0}}");
    } else if (!Controllers.ready(found)) {
      return Optional.empty();
    }
    return Optional.of(
        Blocker.of("deployment " + space(id) + "/" + name(id), "its pods", "they end in a moment"));
  }

  private Resource<GenericKubernetesResource> generic(
      ResourceDefinitionContext context, String id) {
    return client.genericKubernetesResources(context).withName(name(id));
  }

  private Blocker blocker(String id, HasMetadata found) {
    List<String> finalizers = Objects.finalizers(found);
    String holder =
        finalizers.isEmpty()
            ? "Kubernetes, which is removing it"
            : new Finalizers(Controllers.of(client)).holder(finalizers.get(0));
    return new Blocker(
        id.replaceFirst("/", " "),
        holder,
        Objects.leavingSince(found),
        "nothing to do while its controller runs");
  }

  private static String space(String id) {
    return Objects.namespaceOf(id);
  }

  private static String name(String id) {
    return Objects.nameOf(id);
  }
}
