package org.hubkeeper.activities;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * The namespace that short-lived objects of proofs live in. It stays, empty.
 *
 * <p>A proof takes several calls: what it has seen so far is noted on the namespace, for by the
 * time that the objects are removed again nothing else would tell that it has succeeded.
 */
public final class ScratchNamespace {

  public static final String NAME = "hubkeeper";

  private static final String NOTES = "proofs.hubkeeper.org/";

  private final KubernetesClient client;

  public ScratchNamespace(KubernetesClient client) {
    this.client = client;
  }

  /** Makes sure that it is there. */
  public void ensure() {
    Namespace found = client.namespaces().withName(NAME).get();
    if (found == null) {
      OwnObjects.apply(
          client, new NamespaceBuilder().withMetadata(OwnObjects.meta("", NAME)).build());
    } else if (found.getMetadata().getDeletionTimestamp() != null) {
      throw Failures.notReady("the namespace %s is being removed", NAME);
    }
  }

  /** What was noted under a key. */
  public Optional<String> note(String key) {
    Namespace found = client.namespaces().withName(NAME).get();
    return Optional.ofNullable(found)
        .map(namespace -> namespace.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(NOTES + key));
  }

  /** Notes what was seen. */
  public void note(String key, String seen) {
    patch(key, seen);
  }

  /** The proof is complete, and all that it needed is gone. */
  public void forget(String key) {
    if (note(key).isPresent()) {
      patch(key, null);
    }
  }

  /** What Kubernetes says of the objects in it whose names begin so, as {@link #told}. */
  public List<Event> events(String name) {
    return client.v1().events().inNamespace(NAME).list().getItems().stream()
        .filter(event -> String.valueOf(event.getInvolvedObject().getName()).startsWith(name))
        .toList();
  }

  /** The last of these that warns. */
  public static Optional<String> warning(List<Event> events) {
    return events.stream()
        .filter(event -> "Warning".equals(event.getType()))
        .reduce((one, later) -> later)
        .map(ScratchNamespace::told);
  }

  /** An event in one line. */
  public static String told(Event event) {
    return event.getReason() + ": " + event.getMessage();
  }

  private void patch(String key, String value) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("metadata").putObject("annotations").put(NOTES + key, value);
    client
        .namespaces()
        .withName(NAME)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(OwnObjects.NAME)
                .build(),
            patch.toString());
  }
}
