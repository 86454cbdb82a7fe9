package org.hubkeeper.activities.kubernetes.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.hubkeeper.workflows.activity.ApiUsage;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;

/** What an API server serves, by its own word. */
public final class KubernetesApiUsage implements ApiUsage {

  /** A server that has just been replaced may not know anybody's credentials for a moment. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403);

  private final Function<ClusterRef, KubernetesClient> clients;
  private final String host;

  /** {@code host}: this worker's host name, which in a cluster is its pod's. */
  public KubernetesApiUsage(Function<ClusterRef, KubernetesClient> clients, String host) {
    this.clients = clients;
    this.host = host;
  }

  @Override
  public Serving serving(ClusterRef cluster) {
    KubernetesClient client = clients.apply(cluster);
    VersionInfo version = client.getKubernetesVersion();
    return new Serving(
        version(version),
        version.getGitVersion(),
        client.pods().inAnyNamespace().withField("metadata.name", host).list().getItems().stream()
            .anyMatch(pod -> pod.getMetadata().getName().equals(host)));
  }

  @Override
  public Serving awaitServing(ClusterRef cluster, KubeVersion wanted) {
    try {
      Serving serving = serving(cluster);
      if (!serving.version().equals(wanted)) {
        throw waitFor(cluster, "/version, which says " + serving.full() + ", not " + wanted);
      }
      if (!Readiness.ready(clients.apply(cluster))) {
        throw waitFor(cluster, "/readyz, which says that it is not ready");
      }
      return serving;
    } catch (KubernetesClientException e) {
      if (REFUSALS.contains(e.getCode())) {
        throw waitFor(cluster, "its answer " + e.getCode() + " to the worker's credentials");
      }
      throw e;
    }
  }

  @Override
  public List<ApiUse> requested(ClusterRef cluster) {
    List<ApiUse> uses = new ArrayList<>();
    Metrics.read(clients.apply(cluster))
        .forEach(
            "apiserver_requested_deprecated_apis",
            (labels, value) -> {
              String group = labels.getOrDefault("group", "");
              String version = labels.getOrDefault("version", "");
              String api = group.isEmpty() ? version : group + "/" + version;
              KubeVersion.find(labels.get("removed_release"))
                  .filter(removed -> value > 0)
                  .ifPresent(
                      removed ->
                          uses.add(
                              new ApiUse(
                                  Source.METRIC,
                                  api,
                                  labels.getOrDefault("resource", ""),
                                  removed,
                                  RemovedApis.instead(api),
                                  "",
                                  Instant.EPOCH)));
            });
    return uses.stream().distinct().limit(LINES).toList();
  }

  @Override
  public List<ApiUse> inReleases(ClusterRef cluster) {
    return new ReleaseManifests(clients.apply(cluster)).uses().stream().limit(LINES).toList();
  }

  private static KubeVersion version(VersionInfo version) {
    return KubeVersion.find(version.getGitVersion())
        .orElseThrow(
            () ->
                Failures.of(
                    FailureKind.REJECTED,
                    "the API server says it is version " + version.getGitVersion(),
                    null));
  }

  private static RuntimeException waitFor(ClusterRef cluster, String holder) {
    return Failures.notReady(
        Blocker.of(
            "API server of " + cluster,
            holder,
            "nothing to do: its servers are replaced one after the other"));
  }
}
