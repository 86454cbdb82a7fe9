package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hubkeeper.workflows.activity.Namespaces;
import org.hubkeeper.workflows.activity.Namespaces.Cause;
import org.hubkeeper.workflows.activity.Namespaces.Obstacle;

/**
 * Why a namespace does not go, in the order in which it is safe to clear.
 *
 * <ol>
 *   <li>Its conditions say whether the API server can tell at all what is left.
 *   <li>If not, the APIs that nothing serves; if a removal was refused, the webhooks that nothing
 *       answers.
 *   <li>What is left, kind by kind: by the finalizers that hold it, or because it is on its way.
 *   <li>Nothing left: the namespace's own finalizer.
 * </ol>
 */
final class Explanation {

  /** Kinds whose names are those of people. */
  private static final Set<String> PERSONAL = Set.of("pods", "persistentvolumeclaims");

  private static final String DISCOVERY = "NamespaceDeletionDiscoveryFailure";
  private static final String REFUSED = "NamespaceDeletionContentFailure";
  private static final int MOST = 500;

  private final KubernetesClient client;
  private final Namespace namespace;
  private final Finalizers finalizers;
  private final List<Obstacle> found = new ArrayList<>();

  Explanation(KubernetesClient client, Namespace namespace) {
    this.client = client;
    this.namespace = namespace;
    this.finalizers = new Finalizers(Controllers.of(client));
  }

  List<Obstacle> obstacles() {
    DeadParts parts = new DeadParts(client);
    if (holds(DISCOVERY)) {
      parts.apis().forEach(this::deadApi);
    }
    if (holds(REFUSED)) {
      parts.webhooks().forEach(this::deadWebhook);
    }
    new Apis(client).namespaced().forEach(this::left);
    if (found.isEmpty() && !own().isEmpty()) {
      own().forEach(this::ownFinalizer);
    }
    return found.stream()
        .sorted(Comparator.comparing(Obstacle::cause).thenComparing(Obstacle::object))
        .limit(Namespaces.TOLD)
        .toList();
  }

  private void deadApi(String name, String reason) {
    add(
        Cause.DEAD_API,
        "apiservices//" + name,
        "",
        "the API " + name + ", which nothing serves (" + reason + ")",
        since(),
        "");
  }

  private void deadWebhook(String object) {
    add(Cause.DEAD_WEBHOOK, object, "", "a webhook that nothing answers", since(), "");
  }

  private void left(Apis.Kind kind) {
    List<GenericKubernetesResource> objects =
        client
            .genericKubernetesResources(kind.context())
            .inNamespace(name())
            .list(new ListOptionsBuilder().withLimit((long) MOST).build())
            .getItems();
    List<GenericKubernetesResource> free =
        objects.stream().filter(one -> Objects.finalizers(one).isEmpty()).toList();
    if (!free.isEmpty()) {
      content(kind, free);
    }
    if (PERSONAL.contains(kind.name())) {
      personal(kind, objects);
    } else {
      objects.forEach(one -> held(kind, one));
    }
  }

  private void content(Apis.Kind kind, List<GenericKubernetesResource> objects) {
    add(
        Cause.CONTENT,
        Objects.id(kind.name(), name(), "(%d)".formatted(objects.size())),
        "",
        "Kubernetes, which is removing them",
        objects.stream().map(Objects::leavingSince).min(Instant::compareTo).orElse(since()),
        "");
  }

  private void held(Apis.Kind kind, GenericKubernetesResource one) {
    for (String finalizer : Objects.finalizers(one)) {
      finalizer(kind, one.getMetadata().getName(), finalizer, Objects.leavingSince(one));
    }
  }

  /** By their number only. */
  private void personal(Apis.Kind kind, List<GenericKubernetesResource> objects) {
    Map<String, List<GenericKubernetesResource>> byFinalizer = new TreeMap<>();
    objects.forEach(
        one ->
            Objects.finalizers(one)
                .forEach(
                    finalizer ->
                        byFinalizer.computeIfAbsent(finalizer, f -> new ArrayList<>()).add(one)));
    byFinalizer.forEach(
        (finalizer, held) ->
            finalizer(
                kind,
                "(%d)".formatted(held.size()),
                finalizer,
                held.stream().map(Objects::leavingSince).min(Instant::compareTo).orElse(since())));
  }

  private void finalizer(Apis.Kind kind, String name, String finalizer, Instant since) {
    add(
        Cause.FINALIZER,
        Objects.id(kind.name(), name(), name),
        finalizer,
        finalizers.holder(finalizer),
        since,
        finalizers.leaks(finalizer));
  }

  private void ownFinalizer(String finalizer) {
    String holder =
        finalizer.equals("kubernetes")
            ? "Kubernetes, which has not found it empty yet"
            : finalizers.holder(finalizer);
    add(
        Cause.OWN_FINALIZER,
        "namespaces//" + name(),
        finalizer,
        holder,
        since(),
        "whatever is left in it that nobody sees any more");
  }

  private void add(
      Cause cause, String object, String finalizer, String holder, Instant since, String leaks) {
    found.add(new Obstacle(name(), cause, object, finalizer, holder, since, leaks));
  }

  private boolean holds(String condition) {
    return namespace.getStatus() != null
        && namespace.getStatus().getConditions() != null
        && namespace.getStatus().getConditions().stream()
            .anyMatch(one -> condition.equals(one.getType()) && "True".equals(one.getStatus()));
  }

  private List<String> own() {
    return namespace.getSpec() == null || namespace.getSpec().getFinalizers() == null
        ? List.of()
        : namespace.getSpec().getFinalizers();
  }

  private Instant since() {
    return Objects.leavingSince(namespace);
  }

  private String name() {
    return namespace.getMetadata().getName();
  }
}
