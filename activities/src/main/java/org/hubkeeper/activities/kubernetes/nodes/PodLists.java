package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Pods of all namespaces, page by page. */
public final class PodLists {

  private static final long PAGE = 500;

  /** Up to so many nodes are asked about one by one. */
  private static final int FEW = 20;

  private final KubernetesClient client;

  public PodLists(KubernetesClient client) {
    this.client = client;
  }

  /** Calls for each pod; none is kept. */
  public void forEach(Consumer<Pod> each) {
    pages("", each);
  }

  /** The pods on these nodes, in the order of their names. */
  List<Pod> on(Set<String> nodes) {
    List<Pod> pods = new ArrayList<>();
    Consumer<Pod> add =
        pod -> {
          if (pod.getSpec() != null && nodes.contains(pod.getSpec().getNodeName())) {
            pods.add(pod);
          }
        };
    if (nodes.size() > FEW) {
      pages("", add);
    } else {
      nodes.forEach(
          node ->
              pages(
                  "spec.nodeName=" + node,
                  pod -> {
                    if (node.equals(pod.getSpec().getNodeName())) {
                      pods.add(pod);
                    }
                  }));
    }
    pods.sort(Comparator.comparing(PodKinds::name));
    return pods;
  }

  private void pages(String fields, Consumer<Pod> each) {
    String next = null;
    do {
      ListOptions options =
          new ListOptionsBuilder()
              .withLimit(PAGE)
              .withContinue(next)
              .withFieldSelector(fields.isEmpty() ? null : fields)
              .build();
      PodList page = client.pods().inAnyNamespace().list(options);
      page.getItems().forEach(each);
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
  }
}
