package org.hubkeeper.workflows.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;

/** What a cluster costs by the hour, by the list prices of {@link MachineType}. */
public final class Cost {

  private Cost() {}

  /** For people: what it costs with the fewest and with the most nodes, and what is not known. */
  public static List<String> of(ClusterDefinition definition, boolean loadBalancer) {
    int nats = nats(definition.network());
    double fixed =
        MachineType.CONTROL_PLANE_USD
            + nats * MachineType.NAT_USD
            + (loadBalancer ? MachineType.LOAD_BALANCER_USD : 0);
    double least = fixed;
    double most = fixed;
    double created = fixed;
    List<String> unknown = new ArrayList<>();
    for (NodeGroup group : definition.nodeGroups()) {
      OptionalDouble price = nodePrice(group);
      if (price.isEmpty()) {
        unknown.add(group.name() + " (" + String.join(", ", group.instanceTypes()) + ")");
        continue;
      }
      least += group.min() * price.getAsDouble();
      most += group.max() * price.getAsDouble();
      created += Pools.asCreated(group).desired() * price.getAsDouble();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "cost %.2f USD an hour at first, %.2f when idle, %.2f with all nodes; list prices of"
                + " us-east-1 and us-west-2 on %s, without traffic",
            created,
            least,
            most,
            MachineType.PRICES_OF));
    lines.add(
        String.format(
            Locale.ROOT,
            "of that: control plane %.2f, NAT %.3f (%d)%s",
            MachineType.CONTROL_PLANE_USD,
            nats * MachineType.NAT_USD,
            nats,
            loadBalancer
                ? String.format(Locale.ROOT, ", load balancer %.4f", MachineType.LOAD_BALANCER_USD)
                : ""));
    if (!unknown.isEmpty()) {
      lines.add("not counted, for their price is unknown: " + String.join(", ", unknown));
    }
    return lines;
  }

  /** A node of the group with its disk, by the hour; empty when the price is unknown. */
  public static OptionalDouble nodePrice(NodeGroup group) {
    OptionalDouble machine = Pools.price(group);
    return machine.isEmpty()
        ? machine
        : OptionalDouble.of(machine.getAsDouble() + group.volumeGiB() * MachineType.VOLUME_GIB_USD);
  }

  private static int nats(ClusterDefinition.Network network) {
    return switch (network.nat()) {
      case DISABLE -> 0;
      case SINGLE -> 1;
      case HIGHLY_AVAILABLE -> network.zones().size();
    };
  }
}
