package org.hubkeeper.rehearsal.tools;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Small objects for a cluster that lives. */
final class KubeObjects {

  private KubeObjects() {}

  /** Leads a port of a pod to one of loopback. */
  static String lead(String pod, int port, int target) {
    return """
        apiVersion: kwok.x-k8s.io/v1alpha1
        kind: PortForward
        metadata: {name: %s, namespace: default}
        spec:
          forwards:
          - ports: [%d]
            target: {address: 127.0.0.1, port: %d}
        """
        .formatted(pod, port, target);
  }

  /** Why its first waiting container waits; empty when none does. */
  static String waiting(Pod pod) {
    return pod == null
        ? ""
        : pod.getStatus().getContainerStatuses().stream()
            .map(status -> status.getState().getWaiting())
            .filter(waiting -> waiting != null)
            .map(waiting -> waiting.getReason())
            .findFirst()
            .orElse("");
  }

  static Node node() {
    Map<String, Quantity> room =
        Map.of("cpu", new Quantity("8"), "memory", new Quantity("8Gi"), "pods", new Quantity("50"));
    return new NodeBuilder()
        .withNewMetadata()
        .withName("node")
        .addToAnnotations("kwok.x-k8s.io/node", "fake")
        .endMetadata()
        .withNewStatus()
        .withCapacity(room)
        .withAllocatable(room)
        .endStatus()
        .build();
  }

  static Pod pod(String name, String image, Map<String, String> annotations) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .withAnnotations(annotations)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("main")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }
}
