package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.model.KubeVersion;

/** Sums the nodes of a pool up. */
final class PoolCounts {

  private PoolCounts() {}

  static PoolNodes of(String pool, List<Node> nodes, Map<String, Integer> usersByNode) {
    return new PoolNodes(
        pool,
        nodes.size(),
        count(nodes, PoolCounts::kubelet),
        count(nodes, PoolNames::zone),
        (int) nodes.stream().filter(node -> !ready(node)).count(),
        (int) nodes.stream().filter(NodeClosing::closed).count(),
        nodes.stream()
            .mapToInt(node -> usersByNode.getOrDefault(node.getMetadata().getName(), 0))
            .sum(),
        nodes.stream().flatMap(node -> NodeClosing.marks(node).stream()).distinct().toList());
  }

  /** As {@code 1.34}; what a kubelet says of itself when that is no version. */
  static String kubelet(Node node) {
    String said = node.getStatus().getNodeInfo().getKubeletVersion();
    return KubeVersion.find(said).map(KubeVersion::toString).orElse(said);
  }

  static boolean ready(Node node) {
    return readiness(node).filter(one -> "True".equals(one.getStatus())).isPresent();
  }

  static String lacking(Node node) {
    return node.getMetadata().getName()
        + ": "
        + readiness(node).map(NodeCondition::getReason).orElse("tells nothing yet");
  }

  private static Optional<NodeCondition> readiness(Node node) {
    return node.getStatus().getConditions().stream()
        .filter(one -> one.getType().equals("Ready"))
        .findFirst();
  }

  private static Map<String, Integer> count(List<Node> nodes, Function<Node, String> by) {
    Map<String, Integer> counts = new TreeMap<>();
    nodes.forEach(node -> counts.merge(by.apply(node), 1, Integer::sum));
    return counts;
  }
}
