package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.hubkeeper.workflows.activity.Nodes.Server;
import org.hubkeeper.workflows.kernel.Blocker;

/** Servers of users, told without names. */
final class Users {

  private Users() {}

  static List<Pod> among(List<Pod> pods) {
    return pods.stream()
        .filter(PodKinds::user)
        .filter(pod -> !PodKinds.finished(pod))
        .sorted(Comparator.comparing(Users::since).thenComparing(PodKinds::id))
        .toList();
  }

  static Server server(Pod pod) {
    return new Server(
        PodKinds.id(pod),
        pod.getMetadata().getNamespace(),
        pod.getSpec().getNodeName(),
        since(pod));
  }

  static Blocker blocker(String pool, List<Pod> pods) {
    List<Pod> users = among(pods);
    return new Blocker(
        "pool " + pool,
        users.size() == 1 ? "1 server of a user" : users.size() + " servers of users",
        users.isEmpty() ? Instant.EPOCH : since(users.get(0)),
        "nobody is evicted; see them with `kubectl get pods -A -l component=singleuser-server"
            + " -o wide`");
  }

  private static Instant since(Pod pod) {
    String started =
        pod.getStatus() != null && pod.getStatus().getStartTime() != null
            ? pod.getStatus().getStartTime()
            : pod.getMetadata().getCreationTimestamp();
    return started == null ? Instant.EPOCH : Instant.parse(started);
  }
}
