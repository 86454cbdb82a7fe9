package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What kind of pod one is, as far as moving it goes. */
public final class PodKinds {

  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final String HASH = "pod-template-hash";
  private static final int ID_LENGTH = 10;

  private PodKinds() {}

  /** A user's server of a JupyterHub: it is nobody's to evict but the user's. */
  public static boolean user(Pod pod) {
    return "singleuser-server".equals(component(pod));
  }

  /** The hub itself, which has the database. */
  static boolean hub(Pod pod) {
    return "jupyterhub".equals(labels(pod).get("app")) && "hub".equals(component(pod));
  }

  /** The hub and its proxies: users notice when they move. */
  static boolean ofHub(Pod pod) {
    return "jupyterhub".equals(labels(pod).get("app"));
  }

  static boolean daemon(Pod pod) {
    return owner(pod).filter(owner -> owner.getKind().equals("DaemonSet")).isPresent();
  }

  static boolean mirror(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
        .containsKey(MIRROR);
  }

  static boolean finished(Pod pod) {
    return pod.getStatus() != null && FINISHED.contains(pod.getStatus().getPhase());
  }

  static boolean ending(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** What the cluster itself can't do without. */
  static boolean critical(Pod pod) {
    String priority = pod.getSpec().getPriorityClassName();
    return priority != null && priority.startsWith("system-");
  }

  /** Whether something would start it anew elsewhere. */
  static boolean replaced(Pod pod) {
    return owner(pod).isPresent();
  }

  /** {@code Deployment/hub}; the pod itself when nothing owns it. */
  public static String workload(Pod pod) {
    return owner(pod)
        .map(owner -> named(owner, labels(pod).get(HASH)))
        .orElse("Pod/" + pod.getMetadata().getName());
  }

  /** The first ten digits of its uid: names of users' pods are names of people. */
  static String id(Pod pod) {
    String uid = pod.getMetadata().getUid().replace("-", "");
    return uid.substring(0, Math.min(ID_LENGTH, uid.length()));
  }

  static String name(Pod pod) {
    return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
  }

  /** A Deployment's ReplicaSet is named after it and the hash of its pods' template. */
  private static String named(OwnerReference owner, String hash) {
    boolean ofDeployment =
        owner.getKind().equals("ReplicaSet") && hash != null && owner.getName().endsWith(hash);
    return ofDeployment
        ? "Deployment/" + owner.getName().substring(0, owner.getName().length() - hash.length() - 1)
        : owner.getKind() + "/" + owner.getName();
  }

  private static String component(Pod pod) {
    return labels(pod).get("component");
  }

  private static Map<String, String> labels(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
  }

  private static Optional<OwnerReference> owner(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }
}
