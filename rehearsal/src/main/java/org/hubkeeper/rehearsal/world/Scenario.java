package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.tools.Together;
import org.hubkeeper.rehearsal.world.AdminOfCluster.ClaimedVolume;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;

/**
 * The state of a world before a run.
 *
 * @param cluster the cluster that it is about
 * @param clusters that cluster and its neighbours
 * @param options see the simulator's README
 */
public record Scenario(
    String name,
    SimulatedCluster cluster,
    List<SimulatedCluster> clusters,
    Map<String, ?> options) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Adds it to the simulated AWS and to the API servers; returns what was made. */
  public JsonNode addTo(SimulatedAws aws, Map<String, ControlPlane> controlPlanes) {
    List<Map<String, String>> described = new ArrayList<>();
    // The scenario's own cluster first: the next one is its neighbour.
    described.add(describe(cluster, controlPlanes));
    clusters.stream()
        .filter(other -> !other.equals(cluster))
        .forEach(other -> described.add(describe(other, controlPlanes)));
    JsonNode made = aws.scenario(name, cluster.name(), described, options);
    Together.run(
        clusters.stream().filter(one -> controlPlanes.containsKey(one.name())).toList(),
        one -> createVolumes(made.path("persistentVolumes").path(one.name()), controlPlanes, one));
    return made;
  }

  private static void createVolumes(
      JsonNode volumes, Map<String, ControlPlane> controlPlanes, SimulatedCluster cluster) {
    List<ClaimedVolume> wanted = JSON.convertValue(volumes, new TypeReference<>() {});
    if (wanted == null || wanted.isEmpty()) {
      return;
    }
    try (AdminOfCluster admin = new AdminOfCluster(controlPlanes.get(cluster.name()))) {
      wanted.forEach(admin::createVolume);
    }
  }

  private static Map<String, String> describe(
      SimulatedCluster cluster, Map<String, ControlPlane> controlPlanes) {
    Map<String, String> described = new HashMap<>();
    described.put("name", cluster.name());
    described.put("environment", cluster.environment());
    described.put("region", cluster.region());
    described.put("account", cluster.account());
    ControlPlane plane = controlPlanes.get(cluster.name());
    if (plane != null) {
      described.put("endpoint", plane.endpoint());
      described.put("caData", plane.caData());
      described.put("uid", plane.uid());
    }
    return described;
  }
}
