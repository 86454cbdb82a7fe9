package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;

/** Nodes of a managed node group, by the label that EKS gives them. */
final class Nodes {

  private static final String GROUP = "eks.amazonaws.com/nodegroup";

  private final KubernetesClient client;

  Nodes(KubernetesClient client) {
    this.client = client;
  }

  void await(String group, int least) {
    List<Node> nodes = client.nodes().withLabel(GROUP, group).list().getItems();
    long ready = nodes.stream().filter(Nodes::ready).count();
    if (ready < least) {
      List<String> others =
          nodes.stream().filter(node -> !ready(node)).map(Nodes::lacking).toList();
      throw Failures.notReady(
          Blocker.of(
              "node group " + group,
              "%d of %d nodes are Ready%s"
                  .formatted(ready, least, others.isEmpty() ? "" : ": " + others),
              "see `kubectl describe nodes -l " + GROUP + "=" + group + "`"));
    }
  }

  private static boolean ready(Node node) {
    return node.getStatus().getConditions().stream()
        .anyMatch(one -> one.getType().equals("Ready") && one.getStatus().equals("True"));
  }

  private static String lacking(Node node) {
    return node.getStatus().getConditions().stream()
        .filter(one -> one.getType().equals("Ready"))
        .map(one -> node.getMetadata().getName() + ": " + one.getReason())
        .findFirst()
        .orElse(node.getMetadata().getName() + ": tells nothing yet");
  }
}
