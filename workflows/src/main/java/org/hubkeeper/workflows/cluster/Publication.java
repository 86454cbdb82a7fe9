package org.hubkeeper.workflows.cluster;

import java.util.Optional;
import org.hubkeeper.workflows.activity.Dns;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/** Makes the cluster's host name lead to the load balancer of its ingress, and nothing else. */
public final class Publication {

  private final Steps steps;
  private final ClusterRef cluster;
  private final Blueprint blueprint;

  Publication(Steps steps, ClusterRef cluster, Blueprint blueprint) {
    this.steps = steps;
    this.cluster = cluster;
    this.blueprint = blueprint;
  }

  /** Whether a person publishes the name. */
  public static boolean byHand(Blueprint blueprint) {
    return blueprint.dns().provider().equals("manual");
  }

  /** The component whose service the name leads to. */
  public static Optional<Component> ingress(Blueprint blueprint) {
    return blueprint.components().stream()
        .filter(component -> component.publishedService().isPresent())
        .findFirst();
  }

  /** The address, once the ingress has one; nothing is published before. */
  String address(Component ingress) {
    steps.note("waiting for the address of " + ingress.publishedService().orElseThrow());
    return steps
        .on(cluster, Workloads.class, Patience.CLOUD)
        .awaitLoadBalancer(cluster, ingress.namespace(), ingress.publishedService().orElseThrow());
  }

  /**
   * Returns once the name leads to the address. By hand, the resolver is asked until it does, for a
   * person's word proves nothing.
   *
   * @param replacing what an approved plan said the record leads to now
   */
  String publish(String address, String replacing) {
    steps.note("waiting until " + blueprint.host() + " leads to " + address);
    if (!byHand(blueprint)) {
      steps
          .on(cluster, Dns.class, Patience.API)
          .ensure(
              cluster,
              blueprint.dns().zone(),
              blueprint.host(),
              address,
              blueprint.dns().ttl(),
              replacing);
    }
    steps
        .on(cluster, Dns.class, byHand(blueprint) ? Patience.USERS : Patience.CLOUD)
        .awaitVisible(cluster, blueprint.host(), address);
    return blueprint.host() + " leads to " + address;
  }
}
