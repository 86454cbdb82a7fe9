package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.Nodes.ZonalVolumes;

/** Volumes that only a node of their own zone can attach, and who uses them. */
final class VolumeZones {

  private static final Set<String> KEYS =
      Set.of(
          "topology.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/zone",
          "topology.ebs.csi.aws.com/zone",
          "topology.gke.io/zone");
  private static final int LINES = 200;

  private final Map<String, String> zoneOfClaim = new HashMap<>();

  VolumeZones(KubernetesClient client) {
    for (PersistentVolume volume : client.persistentVolumes().list().getItems()) {
      var claim = volume.getSpec().getClaimRef();
      if (claim != null) {
        zone(volume)
            .ifPresent(zone -> zoneOfClaim.put(claim.getNamespace() + "/" + claim.getName(), zone));
      }
    }
  }

  /** A line for each workload and zone. */
  List<ZonalVolumes> of(Map<String, List<Pod>> podsByPool) {
    Map<ZonalVolumes, Integer> counts =
        new TreeMap<>(java.util.Comparator.comparing(Object::toString));
    podsByPool.forEach(
        (pool, pods) ->
            pods.forEach(pod -> lines(pool, pod).forEach(l -> counts.merge(l, 1, Integer::sum))));
    List<ZonalVolumes> lines = new ArrayList<>();
    counts.forEach(
        (line, count) ->
            lines.add(
                new ZonalVolumes(
                    line.pool(),
                    line.zone(),
                    line.namespace(),
                    line.workload(),
                    line.database(),
                    count)));
    return lines.stream().limit(LINES).toList();
  }

  private Stream<ZonalVolumes> lines(String pool, Pod pod) {
    String namespace = pod.getMetadata().getNamespace();
    String workload = PodKinds.user(pod) ? "users" : namespace + "/" + PodKinds.workload(pod);
    return Objects.requireNonNullElse(
            pod.getSpec().getVolumes(), List.<io.fabric8.kubernetes.api.model.Volume>of())
        .stream()
        .filter(volume -> volume.getPersistentVolumeClaim() != null)
        .map(volume -> namespace + "/" + volume.getPersistentVolumeClaim().getClaimName())
        .filter(zoneOfClaim::containsKey)
        .map(
            claim ->
                new ZonalVolumes(
                    pool, zoneOfClaim.get(claim), namespace, workload, PodKinds.hub(pod), 1));
  }

  private static Optional<String> zone(PersistentVolume volume) {
    var affinity = volume.getSpec().getNodeAffinity();
    if (affinity == null || affinity.getRequired() == null) {
      return Optional.empty();
    }
    return affinity.getRequired().getNodeSelectorTerms().stream()
        .map(NodeSelectorTerm::getMatchExpressions)
        .flatMap(List::stream)
        .filter(one -> KEYS.contains(one.getKey()) && one.getValues().size() == 1)
        .map(one -> one.getValues().get(0))
        .findFirst();
  }
}
