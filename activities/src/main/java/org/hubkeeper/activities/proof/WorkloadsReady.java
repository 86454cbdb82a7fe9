package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;

/** {@code workloads}: whatever the release runs is there as it was last changed, and ready. */
final class WorkloadsReady implements Proving {

  private static final String RELEASE = "meta.helm.sh/release-name";
  private static final String RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

  /** Of these a pod does not come back by itself soon, so people hear of them at once. */
  private static final Set<String> TROUBLES =
      Set.of(
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "CrashLoopBackOff",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  /** One of the release's workloads, whatever its kind. */
  private record Load(HasMetadata object, LabelSelector pods, int wanted, int ready, boolean seen) {
    String name() {
      return object.getKind() + " " + object.getMetadata().getName();
    }
  }

  @Override
  public String prove(Asked asked) {
    List<Load> loads = loads(asked);
    if (loads.isEmpty()) {
      throw asked.rejected(
          "the release %s has no workloads in the namespace %s"
              .formatted(asked.component().release(), asked.namespace()));
    }
    for (Load load : loads) {
      if (!load.seen() || load.ready() < load.wanted()) {
        lacking(asked.client(), load)
            .ifPresent(
                blocker -> {
                  throw Failures.notReady(blocker);
                });
      }
    }
    int pods = loads.stream().mapToInt(Load::ready).sum();
    return counted(loads.size(), "workload") + " with " + counted(pods, "pod") + " ready";
  }

  private static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static List<Load> loads(Asked asked) {
    var apps = asked.client().apps();
    List<Load> all = new ArrayList<>();
    apps.deployments().inNamespace(asked.namespace()).list().getItems().stream()
        .map(WorkloadsReady::load)
        .forEach(all::add);
    apps.statefulSets().inNamespace(asked.namespace()).list().getItems().stream()
        .map(WorkloadsReady::load)
        .forEach(all::add);
    apps.daemonSets().inNamespace(asked.namespace()).list().getItems().stream()
        .map(WorkloadsReady::load)
        .forEach(all::add);
    return all.stream().filter(load -> of(asked, load.object())).toList();
  }

  private static boolean of(Asked asked, HasMetadata object) {
    Map<String, String> marks = object.getMetadata().getAnnotations();
    return marks != null
        && asked.component().release().equals(marks.get(RELEASE))
        && asked.namespace().equals(marks.get(RELEASE_NAMESPACE));
  }

  private static Load load(Deployment one) {
    boolean seen =
        seen(one, one.getStatus().getObservedGeneration())
            && number(one.getStatus().getUpdatedReplicas()) >= number(one.getSpec().getReplicas());
    return new Load(
        one,
        one.getSpec().getSelector(),
        number(one.getSpec().getReplicas()),
        number(one.getStatus().getReadyReplicas()),
        seen);
  }

  private static Load load(StatefulSet one) {
    return new Load(
        one,
        one.getSpec().getSelector(),
        number(one.getSpec().getReplicas()),
        number(one.getStatus().getReadyReplicas()),
        seen(one, one.getStatus().getObservedGeneration()));
  }

  private static Load load(DaemonSet one) {
    return new Load(
        one,
        one.getSpec().getSelector(),
        number(one.getStatus().getDesiredNumberScheduled()),
        number(one.getStatus().getNumberReady()),
        seen(one, one.getStatus().getObservedGeneration()));
  }

  private static boolean seen(HasMetadata object, Long generation) {
    return generation != null && generation >= object.getMetadata().getGeneration();
  }

  private static int number(Integer count) {
    return count == null ? 0 : count;
  }

  /** Empty when all that lacks are pods that give way to any other, and wait for room. */
  private static Optional<Blocker> lacking(KubernetesClient client, Load load) {
    String namespace = load.object().getMetadata().getNamespace();
    List<Pod> pods =
        client.pods().inNamespace(namespace).withLabelSelector(load.pods()).list().getItems();
    List<Pod> waiting =
        pods.stream()
            .filter(pod -> !Readiness.getInstance().isReady(pod))
            .filter(pod -> pod.getSpec().getPriority() == null || pod.getSpec().getPriority() >= 0)
            .toList();
    if (load.seen() && waiting.isEmpty() && pods.size() >= load.wanted()) {
      return Optional.empty();
    }
    String holder =
        waiting.stream()
            .flatMap(WorkloadsReady::troubles)
            .findFirst()
            .orElse("%d of %d pods are ready".formatted(load.ready(), load.wanted()));
    return Optional.of(
        Blocker.of(
            load.name() + " in " + namespace,
            holder,
            "see `kubectl describe pods -n " + namespace + "`"));
  }

  private static Stream<String> troubles(Pod pod) {
    Stream<ContainerStatus> all =
        Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream());
    return all.filter(one -> one.getState() != null && one.getState().getWaiting() != null)
        .filter(one -> TROUBLES.contains(one.getState().getWaiting().getReason()))
        .map(
            one ->
                "pod %s: %s of %s"
                    .formatted(
                        pod.getMetadata().getName(),
                        one.getState().getWaiting().getReason(),
                        one.getImage()));
  }
}
