package org.hubkeeper.activities.jupyterhub;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The pods behind servers of users, as KubeSpawner marks them. */
final class HubPods {

  private static final String USER = "hub.jupyter.org/username";
  private static final String SERVER = "hub.jupyter.org/servername";
  private static final int ID_LENGTH = 10;

  private final KubernetesClient client;
  private final String namespace;

  HubPods(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** A server by the names that its hub knows it by. They stay inside of this platform. */
  record Named(String user, String server) {}

  HubUsers.Count count() {
    List<Pod> pods = all();
    int running = (int) pods.stream().filter(pod -> phase(pod).equals("Running")).count();
    int pending = (int) pods.stream().filter(pod -> phase(pod).equals("Pending")).count();
    return new HubUsers.Count(running, pending);
  }

  /** Those of the servers that still have a pod. */
  List<Named> named(List<String> ids) {
    return all().stream().filter(pod -> ids.contains(id(pod))).map(HubPods::named).toList();
  }

  /** What holds the pod of a user up, as far as it tells. */
  String trouble(String user) {
    return all().stream()
        .filter(pod -> named(pod).user().equals(user))
        .findFirst()
        .map(HubPods::trouble)
        .orElse("its pod is not there yet");
  }

  private List<Pod> all() {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("component", "singleuser-server")
        .list()
        .getItems();
  }

  /** Names of labels are escaped, those of annotations are not. */
  private static Named named(Pod pod) {
    return new Named(mark(pod, USER), mark(pod, SERVER));
  }

  private static String mark(Pod pod, String key) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    return annotations.getOrDefault(key, labels.getOrDefault(key, ""));
  }

  private static String id(Pod pod) {
    String uid = pod.getMetadata().getUid().replace("-", "");
    return uid.substring(0, Math.min(ID_LENGTH, uid.length()));
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
  }

  private static String trouble(Pod pod) {
    Optional<String> waiting =
        pod.getStatus().getContainerStatuses().stream()
            .filter(one -> one.getState() != null && one.getState().getWaiting() != null)
            .map(one -> one.getState().getWaiting().getReason())
            .findFirst();
    return waiting
        .map(reason -> "its container waits: " + reason)
        .or(
            () ->
                pod.getStatus().getConditions().stream()
                    .filter(one -> "False".equals(one.getStatus()) && one.getReason() != null)
                    .map(HubPods::told)
                    .findFirst())
        .orElse("its pod is " + phase(pod));
  }

  private static String told(PodCondition condition) {
    return "its pod is not %s: %s%s"
        .formatted(
            condition.getType(),
            condition.getReason(),
            condition.getMessage() == null ? "" : ", " + condition.getMessage());
  }
}
