package org.hubkeeper.workflows.runbook.teardown;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which kinds wait for which, beyond what single things hold: so that nothing is cut off from what
 * it still needs to end well. Where the waiting would never end, it is given up: it is about
 * leaving nothing behind, while what things hold is about what the cloud refuses.
 *
 * <ol>
 *   <li>Load balancers are deleted from inside of Kubernetes, while their controllers live; only
 *       what outlives that is deleted from outside.
 *   <li>Karpenter's pools and claims go before Karpenter, and nothing makes new nodes meanwhile.
 *   <li>Pods go before their nodes, and the network add-on before the nodes too: a node that ends
 *       in the middle of its work leaves interfaces behind.
 *   <li>The network is left alone while there are nodes: they reach their control plane by it.
 *   <li>Rules between groups are revoked when nobody talks by them any more.
 *   <li>Stacks go last, when there is nothing left in them that could refuse.
 * </ol>
 */
final class Order {

  static final String NAMESPACE = "namespace";
  static final String VOLUME = "volume";
  static final String STACK = "stack";
  static final String RELEASE = "release";

  private static final List<String> DOORS = List.of("load-balancer-service", "ingress");
  private static final List<String> INSIDE =
      List.of(
          RELEASE,
          "load-balancer-service",
          "ingress",
          "autoscaler",
          NAMESPACE,
          "claims",
          "node-pool",
          "node-claim");
  private static final List<String> NODES =
      List.of("node-claim", "fargate-profile", "node-group", "auto-scaling-group", "instance");
  private static final List<String> NETWORK =
      List.of(
          "nat-gateway",
          "vpc-endpoint",
          "mount-target",
          "security-group-rule",
          "route-table",
          "network-acl",
          "internet-gateway",
          "egress-only-internet-gateway",
          "vpc-peering",
          "vpn-gateway");
  private static final List<String> IDENTITY =
      List.of("iam-role", "iam-policy", "identity-provider", "log-group", "launch-template");

  private static final Map<String, List<String>> WAITS = new LinkedHashMap<>();

  static {
    DOORS.forEach(kind -> WAITS.put(kind, List.of(RELEASE)));
    WAITS.put("node-claim", List.of("node-pool"));
    WAITS.put("addon", INSIDE);
    WAITS.put("pod-identity", INSIDE);
    WAITS.put("access-entry", INSIDE);
    for (String kind : List.of("fargate-profile", "node-group", "auto-scaling-group", "instance")) {
      WAITS.put(kind, with(INSIDE, "addon"));
    }
    WAITS.put("cluster", with(NODES, "addon", "pod-identity", "access-entry"));
    WAITS.put("load-balancer", with(DOORS, NAMESPACE));
    WAITS.put("target-group", with(DOORS, NAMESPACE));
    WAITS.put(VOLUME, with(NODES, NAMESPACE, "claims"));
    NETWORK.forEach(kind -> WAITS.put(kind, with(NODES, DOORS.toArray(String[]::new))));
    IDENTITY.forEach(kind -> WAITS.put(kind, with(NODES, "cluster")));
    WAITS.put(STACK, with(with(NODES, "cluster", "vpc", "subnet", "security-group"), "iam-role"));
  }

  private Order() {}

  /** Kinds of which nothing may be left before one of this kind goes. */
  static List<String> before(String kind) {
    return WAITS.getOrDefault(kind, List.of());
  }

  /** Id of a namespace, as listings have it. */
  static String namespace(String name) {
    return NAMESPACE + "//" + name;
  }

  /** What the control plane itself works at for many minutes. */
  static boolean slow(String kind) {
    return Set.of("cluster", "node-group", "fargate-profile", STACK).contains(kind);
  }

  /** Whether it is an object of Kubernetes. */
  static boolean inside(String kind) {
    return INSIDE.contains(kind);
  }

  private static List<String> with(List<String> kinds, String... more) {
    List<String> all = new ArrayList<>(kinds);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }
}
