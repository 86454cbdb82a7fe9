package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hubkeeper.workflows.activity.Claims;
import org.hubkeeper.workflows.model.ClusterRef;

/** Persistent volumes of a cluster, read page by page so that memory stays flat. */
public final class KubernetesClaims implements Claims {

  private static final long PAGE = 500;

  private final Function<ClusterRef, KubernetesClient> clients;

  /** Takes a function because each cluster has a client of its own. */
  public KubernetesClaims(Function<ClusterRef, KubernetesClient> clients) {
    this.clients = clients;
  }

  @Override
  public List<Claimed> find(ClusterRef cluster, List<String> volumes) {
    KubernetesClient client = clients.apply(cluster);
    Set<String> wanted = Set.copyOf(volumes);
    List<Claimed> found = new ArrayList<>();
    String next = "";
    do {
      PersistentVolumeList page = client.persistentVolumes().list(from(next));
      page.getItems().forEach(volume -> match(volume, wanted).ifPresent(found::add));
      String token = page.getMetadata().getContinue();
      next = token == null ? "" : token;
    } while (!next.isEmpty());
    return found;
  }

  private static ListOptions from(String token) {
    return new ListOptionsBuilder()
        .withLimit(PAGE)
        .withContinue(token.isEmpty() ? null : token)
        .build();
  }

  private static Optional<Claimed> match(PersistentVolume volume, Set<String> wanted) {
    return BlockVolumes.id(volume)
        .filter(wanted::contains)
        .map(id -> new Claimed(id, namespace(volume), phase(volume)));
  }

  private static String namespace(PersistentVolume volume) {
    var claim = volume.getSpec().getClaimRef();
    return claim == null || claim.getNamespace() == null ? "" : claim.getNamespace();
  }

  private static String phase(PersistentVolume volume) {
    var status = volume.getStatus();
    return status == null || status.getPhase() == null ? "" : status.getPhase();
  }
}
