package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A cluster of the fleet file, as far as a world needs to know it.
 *
 * @param roleArn role that the worker takes for it; empty for none
 * @param namespaces namespaces of its hubs
 * @param zone zone of the account that its host name is in; empty when it is in none
 * @param namesByHand whether a person publishes the host name of what is built on it
 */
public record SimulatedCluster(
    String name,
    String environment,
    String cloud,
    String account,
    String region,
    String pool,
    String roleArn,
    List<String> namespaces,
    String zone,
    boolean namesByHand,
    List<Hub> hubs) {

  /**
   * A hub of the cluster.
   *
   * @param host under which people reach it; empty when the fleet file says none
   */
  record Hub(String name, String namespace, String host) {}

  static SimulatedCluster of(JsonNode entry) {
    String cloud = entry.path("cloud").asText();
    return new SimulatedCluster(
        entry.path("name").asText(),
        entry.path("environment").asText(),
        cloud,
        entry.path("account").asText(),
        entry.path("region").asText(),
        entry.path("pool").asText(cloud),
        entry.path("roleArn").asText(""),
        StreamSupport.stream(entry.path("hubs").spliterator(), false)
            .map(hub -> hub.path("namespace").asText(hub.path("name").asText()))
            .toList(),
        entry.at("/dns/zone").asText(""),
        entry.path("components").size() > 0
            && entry.at("/dns/provider").asText("manual").equals("manual"),
        StreamSupport.stream(entry.path("hubs").spliterator(), false)
            .map(SimulatedCluster::hub)
            .toList());
  }

  private static Hub hub(JsonNode entry) {
    String name = entry.path("name").asText();
    return new Hub(name, entry.path("namespace").asText(name), entry.path("host").asText());
  }

  boolean besides(SimulatedCluster other) {
    return cloud.equals(other.cloud)
        && account.equals(other.account)
        && region.equals(other.region);
  }
}
