package org.hubkeeper.rehearsal.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.world.WorldSpec.Kubernetes;

/**
 * A world to start.
 *
 * @param fleet text of the fleet file
 * @param beside the files that it names, by their paths relative to it
 * @param cluster the cluster that the scenario is about
 * @param clusters clusters that exist in the world
 * @param planes which API server each of them has; several may share one
 * @param latency how many milliseconds a call takes, as {@code 50-200}
 */
public record WorldPlan(
    WorldSpec spec,
    String scenario,
    String fleet,
    Sources beside,
    String cluster,
    List<SimulatedCluster> clusters,
    Map<String, String> planes,
    String latency) {

  private static final Pattern PLANE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final String LIKE_AWS = "50-200";

  /** Copies what it is given. */
  public WorldPlan {
    clusters = List.copyOf(clusters);
    planes = Map.copyOf(planes);
  }

  /**
   * The cluster and its neighbours, each with an API server of its own.
   *
   * @param beside the files that the fleet file names
   */
  public static WorldPlan of(
      WorldSpec spec, String scenario, String fleet, Sources beside, String cluster) {
    List<SimulatedCluster> around = FleetCopy.of(fleet).around(cluster);
    Map<String, String> planes = new HashMap<>();
    if (spec.kubernetes() != Kubernetes.NONE) {
      around.stream()
          .filter(one -> !spec.kubernetes().hasNodes() || one.name().equals(cluster))
          .forEach(one -> planes.put(one.name(), planeOf(one.name(), planes.size())));
    }
    return new WorldPlan(spec, scenario, fleet, beside, cluster, around, planes, LIKE_AWS);
  }

  /** API servers are pickier with names than EKS. */
  private static String planeOf(String cluster, int number) {
    return PLANE.matcher(cluster).matches() ? cluster : "cluster-" + number;
  }

  /** Tells fleet files apart, and what they name. */
  public String fleetHash() {
    return beside.hash(fleet);
  }

  /** The state that it starts with. */
  Scenario start() {
    Map<String, Object> options = new HashMap<>(Map.of("runbook", spec.rights()));
    if (spec.kubernetes() == Kubernetes.NODES) {
      options.put("zone", about().zone());
    }
    if (spec.kubernetes() == Kubernetes.RUNNING) {
      options.putAll(FleetCopy.of(fleet).names(cluster));
    }
    standing().ifPresent(hub -> options.put("zone", zoneOf(hub.host())));
    return scenario(scenario, cluster, options);
  }

  /** The cluster that it is about. */
  public SimulatedCluster about() {
    return clusters.stream().filter(one -> one.name().equals(cluster)).findFirst().orElseThrow();
  }

  /** What the report says was not real. */
  public List<String> simulated() {
    List<String> all = new ArrayList<>(spec.simulated());
    if (about().namesByHand()) {
      all.add("people: a scene publishes the host name, as the run asks a person to");
    }
    return all;
  }

  /** The hub that runs before the run, in worlds that have one. */
  Optional<SimulatedCluster.Hub> standing() {
    return spec.kubernetes() == Kubernetes.STANDING
        ? clusters.get(0).hubs().stream().filter(hub -> !hub.host().isEmpty()).findFirst()
        : Optional.empty();
  }

  private static String zoneOf(String host) {
    return host.substring(host.indexOf('.') + 1);
  }

  /** A scenario about one of its clusters and those beside it. */
  public Scenario scenario(String name, String about, Map<String, ?> options) {
    SimulatedCluster chosen =
        clusters.stream().filter(one -> one.name().equals(about)).findFirst().orElseThrow();
    List<SimulatedCluster> together = clusters.stream().filter(one -> one.besides(chosen)).toList();
    return new Scenario(name, chosen, together, options);
  }

  /** Worker pools of its clusters. */
  List<String> pools() {
    return clusters.stream().map(SimulatedCluster::pool).distinct().toList();
  }
}
