package org.hubkeeper.workflows.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;

/**
 * What the node groups of a definition are for. Tools of the cluster, hubs with their storage, and
 * users are kept apart, for what lives long hinders scaling down. procedures.md 2.3.
 */
public final class Pools {

  /** Zero to JupyterHub's own label and taint for the purpose of nodes. */
  private static final String PURPOSE = "hub.jupyter.org/node-purpose";

  private static final String DEDICATED = "hub.jupyter.org/dedicated";

  private Pools() {}

  /** What a group is for. */
  public enum Purpose {
    TOOLS,
    CORE,
    USER
  }

  /** By JupyterHub's label, else its taint; what has neither is for the cluster's own tools. */
  public static Purpose purpose(NodeGroup group) {
    String word =
        group.taints().stream()
            .filter(taint -> taint.key().replace('_', '/').equals(DEDICATED))
            .map(taint -> taint.value())
            .findFirst()
            .orElse("");
    return switch (group.labels().getOrDefault(PURPOSE, word).toLowerCase(Locale.ROOT)) {
      case "user" -> Purpose.USER;
      case "core" -> Purpose.CORE;
      default -> Purpose.TOOLS;
    };
  }

  /** The groups that users' servers run on. */
  public static List<NodeGroup> users(List<NodeGroup> groups) {
    return groups.stream().filter(group -> purpose(group) == Purpose.USER).toList();
  }

  /** The dearest of a group's types by the hour; empty when a price is unknown. */
  public static OptionalDouble price(NodeGroup group) {
    double dearest = 0;
    for (String name : group.instanceTypes()) {
      if (MachineType.of(name).isEmpty()) {
        return OptionalDouble.empty();
      }
      dearest = Math.max(dearest, MachineType.of(name).get().usdPerHour());
    }
    return group.instanceTypes().isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(dearest);
  }

  /**
   * A group as it is created: with one node, from which an autoscaler learns what its nodes are
   * like; with more only where the minimum demands it.
   */
  public static NodeGroup asCreated(NodeGroup group) {
    return new NodeGroup(
        group.name(),
        group.instanceTypes(),
        group.min(),
        group.max(),
        Math.max(1, group.min()),
        group.volumeGiB(),
        group.volumeType(),
        group.amiFamily(),
        group.ami(),
        group.spot(),
        group.zones(),
        group.labels(),
        group.taints(),
        group.tags(),
        group.privateNetworking());
  }

  /** What is unwise or impossible about these groups. */
  public static List<Finding> findings(List<NodeGroup> groups, Seats.Share share) {
    List<Finding> findings = new ArrayList<>();
    for (Purpose purpose : Purpose.values()) {
      if (groups.stream().noneMatch(group -> purpose(group) == purpose)) {
        findings.add(
            new Finding(
                "POOLS_NOT_SEPARATED",
                false,
                "no node group is for "
                    + word(purpose)
                    + "; set the label "
                    + PURPOSE
                    + " so that what lives long does not hinder scaling down"));
      }
    }
    for (NodeGroup group : groups) {
      if (group.max() < 1) {
        findings.add(
            new Finding(
                "NODE_GROUP_DESIRED",
                true,
                group.name() + " is created with one node, but its maxSize is " + group.max()));
      }
    }
    for (NodeGroup group : users(groups)) {
      for (String name : group.instanceTypes()) {
        MachineType.of(name)
            .ifPresent(
                type -> {
                  Seats seats = Seats.of(type.cpus(), type.memoryGiB(), share);
                  if (seats.few()) {
                    findings.add(
                        new Finding(
                            "SMALL_NODES",
                            false,
                            group.name()
                                + ": a "
                                + name
                                + " has just "
                                + seats
                                + "; expect constant scaling and waiting users"));
                  }
                });
      }
    }
    return findings;
  }

  private static String word(Purpose purpose) {
    return switch (purpose) {
      case TOOLS -> "the cluster's tools";
      case CORE -> "hubs and their storage";
      case USER -> "users";
    };
  }
}
