package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.Placeholders;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/**
 * What a proof or a task is asked to do.
 *
 * @param what the component and the type, for messages
 * @param with the fields that the fleet file gives it
 * @param facts see {@link Component}
 */
record Asked(
    ClusterRef cluster,
    KubernetesClient client,
    Component component,
    String what,
    Map<String, String> with,
    Map<String, String> facts) {

  static Asked of(
      ClusterRef cluster,
      KubernetesClient client,
      Component component,
      Component.Proof proof,
      Map<String, String> facts) {
    String what = component.name() + ": proof " + proof.type();
    return new Asked(cluster, client, component, what, proof.with(), facts);
  }

  static Asked of(
      ClusterRef cluster,
      KubernetesClient client,
      Component component,
      Component.Task task,
      Map<String, String> facts) {
    String what = component.name() + ": task " + task.type();
    return new Asked(cluster, client, component, what, task.with(), facts);
  }

  String namespace() {
    return component.namespace();
  }

  /** A field with its placeholders filled in; REJECTED when the fleet file leaves it out. */
  String field(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                Failures.of(FailureKind.REJECTED, what + " needs the field `" + name + "`", null));
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(with.get(name))
        .filter(text -> !text.isBlank())
        .map(text -> Placeholders.replace(text, facts));
  }

  int number(String name) {
    String text = field(name);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw rejected("`" + name + "` is " + text + ", which is no whole number");
    }
  }

  String fact(String name) {
    String fact = facts.getOrDefault(name, "");
    if (fact.isEmpty()) {
      throw rejected("nothing is known of the cluster's `" + name + "`");
    }
    return fact;
  }

  RuntimeException rejected(String why) {
    return Failures.of(FailureKind.REJECTED, what + ": " + why, null);
  }
}
