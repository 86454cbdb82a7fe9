package org.hubkeeper.rehearsal;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Users who come to a node on which placeholders hold seats; they leave when this is closed. */
public final class Seats implements AutoCloseable {

  /** As many bytes as one placeholder must go for, when nothing else is free. */
  public static final BigDecimal OF_ONE_PLACEHOLDER = BigDecimal.valueOf(450_000_000L);

  /** As many bytes as three of them must go for. */
  public static final BigDecimal OF_THREE_PLACEHOLDERS = BigDecimal.valueOf(1_400_000_000L);

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final KubernetesClient client;
  private final String namespace;
  private final String node;
  private boolean full;

  /** On the node where all placeholders are. */
  public Seats(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.node = Poll.until("a node with four placeholders", LIMIT, this::nodeOfAll);
  }

  private Optional<String> nodeOfAll() {
    List<String> nodes =
        placeholders().stream()
            .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
            .map(pod -> pod.getSpec().getNodeName())
            .toList();
    return nodes.size() == 4 && nodes.stream().distinct().count() == 1
        ? Optional.of(nodes.get(0))
        : Optional.empty();
  }

  private List<Pod> placeholders() {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/component", "user-placeholder")
        .list()
        .getItems();
  }

  /** A user sits down whose server needs so much; the first also takes all that is free. */
  public Pod take(String user, BigDecimal bytes) {
    come(user, full ? bytes : bytes.add(free()));
    full = true;
    return Poll.until(
        user + " runs",
        LIMIT,
        () -> Optional.of(pod(user)).filter(pod -> "Running".equals(pod.getStatus().getPhase())));
  }

  /** A user comes for whom there is no room, and the scheduler says so. */
  public void refuse(String user, BigDecimal bytes) {
    come(user, bytes);
    Poll.until(
        user + " is told that nobody gives way",
        LIMIT,
        () ->
            events(user).stream()
                .filter(event -> "FailedScheduling".equals(event.getReason()))
                .findAny());
  }

  /** Whether this very pod still runs. */
  public boolean still(Pod taken) {
    Pod now = pod(taken.getMetadata().getName());
    return now.getMetadata().getUid().equals(taken.getMetadata().getUid())
        && "Running".equals(now.getStatus().getPhase());
  }

  /** Pods that had to go. */
  public List<String> preempted() {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> "Preempted".equals(event.getReason()))
        .map(event -> event.getRegarding().getName())
        .toList();
  }

  private List<Event> events(String pod) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> pod.equals(event.getRegarding().getName()))
        .toList();
  }

  private Pod pod(String name) {
    return client.pods().inNamespace(namespace).withName(name).get();
  }

  private BigDecimal free() {
    Node found = client.nodes().withName(node).get();
    BigDecimal taken =
        client.pods().inAnyNamespace().withField("spec.nodeName", node).list().getItems().stream()
            .flatMap(pod -> pod.getSpec().getContainers().stream())
            .map(one -> one.getResources().getRequests())
            .filter(requests -> requests != null && requests.containsKey("memory"))
            .map(requests -> Quantity.getAmountInBytes(requests.get("memory")))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return Quantity.getAmountInBytes(found.getStatus().getAllocatable().get("memory"))
        .subtract(taken);
  }

  private void come(String user, BigDecimal bytes) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(user)
            .withNamespace(namespace)
            .addToLabels("component", "singleuser-server")
            .endMetadata()
            .withNewSpec()
            .withSchedulerName(namespace + "-user-scheduler")
            .withNodeSelector(Map.of("kubernetes.io/hostname", node))
            .withTerminationGracePeriodSeconds(0L)
            .addNewToleration()
            .withKey("hub.jupyter.org/dedicated")
            .withValue("user")
            .withEffect("NoSchedule")
            .endToleration()
            .addNewContainer()
            .withName("notebook")
            .withImage("registry.k8s.io/pause:3.10")
            .withNewResources()
            .addToRequests("memory", new Quantity(bytes.toBigInteger().toString()))
            .endResources()
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
  }

  @Override
  public void close() {
    client.pods().inNamespace(namespace).withLabel("component", "singleuser-server").delete();
  }
}
