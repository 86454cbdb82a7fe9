package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.hubkeeper.starter.CommandFailure;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A fleet file as the simulated world has it: the same clusters, but those of the rehearsed account
 * and region exist in the simulation, and nothing in it leads to a real cluster any more.
 */
final class FleetCopy {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ObjectNode fleet;

  private FleetCopy(ObjectNode fleet) {
    this.fleet = fleet;
  }

  /** Takes a text that has passed the fleet file's own checks. */
  static FleetCopy of(String text) {
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(text);
    return new FleetCopy(JSON.valueToTree(yaml));
  }

  /** The cluster and its neighbours in the same account and region, itself first. */
  List<SimulatedCluster> around(String cluster) {
    List<SimulatedCluster> all = clusters().stream().map(SimulatedCluster::of).toList();
    SimulatedCluster chosen =
        all.stream()
            .filter(candidate -> candidate.name().equals(cluster))
            .findFirst()
            .orElseThrow(() -> unknown(cluster, all));
    if (!chosen.cloud().equals("aws")) {
      throw CommandFailure.usage(
          "--cluster: %s is on %s; only aws can be rehearsed".formatted(cluster, chosen.cloud()));
    }
    List<SimulatedCluster> together = new ArrayList<>(List.of(chosen));
    all.stream()
        .filter(other -> !other.equals(chosen) && other.besides(chosen))
        .forEach(together::add);
    return together;
  }

  /** Under which names people reach a cluster and its hubs, and the zone of these names. */
  Map<String, Object> names(String cluster) {
    ObjectNode chosen =
        clusters().stream()
            .filter(one -> one.path("name").asText().equals(cluster))
            .findFirst()
            .orElseThrow();
    List<String> hosts = new ArrayList<>(List.of(chosen.path("host").asText("")));
    chosen.path("hubs").forEach(hub -> hosts.add(hub.path("host").asText("")));
    hosts.removeIf(String::isEmpty);
    String zone = chosen.at("/dns/zone").asText("");
    return zone.isEmpty() ? Map.of() : Map.of("hosts", hosts, "zone", zone);
  }

  /** Fills in what the clusters of the simulation have; returns the text of the copy. */
  String with(Map<String, String> uids) {
    for (ObjectNode cluster : clusters()) {
      // A kubeconfig of the original would lead a rehearsal to the real cluster.
      cluster.remove("access");
      String uid = uids.get(cluster.path("name").asText());
      if (uid != null) {
        cluster.put("uid", uid);
      }
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(fleet);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a fleet file that was read can be written", e);
    }
  }

  /**
   * Takes all charts from one place, by their own names: those of the world stand in for them.
   *
   * @param place host, port and folder of an OCI registry
   */
  FleetCopy withChartsFrom(String place) {
    for (ObjectNode cluster : clusters()) {
      for (JsonNode component : cluster.path("components")) {
        String chart = component.path("chart").asText();
        String name = chart.substring(chart.lastIndexOf('/') + 1);
        ((ObjectNode) component).put("chart", "oci://" + place + "/" + name).remove("repository");
      }
    }
    return this;
  }

  /** Leads references to secrets that the world makes up, so that no real one is read. */
  FleetCopy withSecretsOf(WorldSecrets secrets) {
    for (ObjectNode cluster : clusters()) {
      String host = cluster.path("host").asText();
      cluster.path("components").forEach(one -> secrets.madeUpFor((ObjectNode) one, host));
    }
    return this;
  }

  /** Leads the token of a hub to one that the world makes up. */
  FleetCopy withTokenOf(String hub, String reference) {
    for (ObjectNode cluster : clusters()) {
      for (JsonNode one : cluster.path("hubs")) {
        if (one.path("name").asText().equals(hub) && one.has("api")) {
          ((ObjectNode) one.path("api")).put("token", reference);
        }
      }
    }
    return this;
  }

  /** Makes a person a member of the team who has every role, so that they can answer. */
  FleetCopy admitting(String person) {
    ArrayNode team = fleet.withArray("team");
    Set<String> roles = new TreeSet<>();
    for (JsonNode member : team) {
      if (member.path("name").asText().equals(person)) {
        return this;
      }
      member.path("roles").forEach(role -> roles.add(role.asText()));
    }
    ArrayNode all = team.addObject().put("name", person).putArray("roles");
    roles.forEach(all::add);
    return this;
  }

  private List<ObjectNode> clusters() {
    ArrayNode clusters = fleet.withArray("clusters");
    return StreamSupport.stream(clusters.spliterator(), false).map(ObjectNode.class::cast).toList();
  }

  private static CommandFailure unknown(String cluster, List<SimulatedCluster> all) {
    return CommandFailure.usage(
        "--cluster: no %s in the fleet file; it has %s"
            .formatted(
                cluster, String.join(", ", all.stream().map(SimulatedCluster::name).toList())));
  }
}
