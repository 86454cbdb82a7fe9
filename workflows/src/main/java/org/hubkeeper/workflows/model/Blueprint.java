package org.hubkeeper.workflows.model;

import java.util.List;
import java.util.Optional;

/**
 * All that the fleet file wants of one cluster and what runs on it. Holds references to secrets,
 * never secrets.
 *
 * @param host the name under which the cluster's ingress is reached; empty for none
 * @param context name that people know the cluster by
 * @param components in the order in which they are installed
 */
public record Blueprint(
    ClusterDefinition definition,
    String host,
    String context,
    Dns dns,
    List<Component> components) {

  public Blueprint {
    components = List.copyOf(components);
  }

  /**
   * How names are published.
   *
   * @param provider {@code route53}, or {@code manual}: a person does it and says so
   * @param zone as {@code example.edu}
   * @param ttl seconds
   */
  public record Dns(String provider, String zone, int ttl) {}

  /** The component of that name. */
  public Optional<Component> component(String name) {
    return components.stream().filter(one -> one.name().equals(name)).findFirst();
  }
}
