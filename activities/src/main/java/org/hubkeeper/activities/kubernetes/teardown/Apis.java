package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which kinds of objects a namespace can hold, as the API server tells. */
final class Apis {

  /** Secrets are read by nobody without need; events hold nothing and go by themselves. */
  private static final Set<String> UNREAD = Set.of("secrets", "events");

  private final KubernetesClient client;

  Apis(KubernetesClient client) {
    this.client = client;
  }

  /** A kind with the name by which people know it, as {@code daskclusters.kubernetes.dask.org}. */
  record Kind(String name, ResourceDefinitionContext context) {}

  /** All that can be listed and deleted, in the version that the server prefers. */
  List<Kind> namespaced() {
    List<Kind> kinds = new ArrayList<>(of("", "v1"));
    APIGroupList groups = client.getApiGroups();
    for (APIGroup group : groups == null ? List.<APIGroup>of() : groups.getGroups()) {
      kinds.addAll(of(group.getName(), group.getPreferredVersion().getVersion()));
    }
    return kinds;
  }

  /** The kind of that name. */
  Optional<Kind> find(String name) {
    return namespaced().stream().filter(kind -> kind.name().equals(name)).findFirst();
  }

  private List<Kind> of(String group, String version) {
    return resources(group.isEmpty() ? version : group + "/" + version).stream()
        .filter(one -> Boolean.TRUE.equals(one.getNamespaced()))
        .filter(one -> !one.getName().contains("/") && !UNREAD.contains(one.getName()))
        .filter(one -> one.getVerbs().containsAll(List.of("list", "delete")))
        .map(one -> kind(group, version, one))
        .toList();
  }

  /** One that nothing serves is told of as such; here it has no kinds. */
  private List<APIResource> resources(String groupVersion) {
    try {
      APIResourceList list = client.getApiResources(groupVersion);
      return list == null ? List.of() : list.getResources();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 503 || e.getCode() == 404) {
        return List.of();
      }
      throw e;
    }
  }

  private static Kind kind(String group, String version, APIResource resource) {
    return new Kind(
        group.isEmpty() ? resource.getName() : resource.getName() + "." + group,
        new ResourceDefinitionContext.Builder()
            .withGroup(group.isEmpty() ? null : group)
            .withVersion(version)
            .withKind(resource.getKind())
            .withPlural(resource.getName())
            .withNamespaced(true)
            .build());
  }
}
