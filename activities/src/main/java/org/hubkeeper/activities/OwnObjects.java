package org.hubkeeper.activities;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/** How the objects that Hubkeeper puts into a cluster are marked, applied and told apart. */
public final class OwnObjects {

  /** Kubernetes' own word for what tool an object belongs to. */
  public static final String LABEL = "app.kubernetes.io/managed-by";

  public static final String NAME = "hubkeeper";

  private OwnObjects() {}

  /** A name with our label on it. */
  public static ObjectMeta meta(String namespace, String name) {
    return new ObjectMetaBuilder()
        .withNamespace(namespace.isEmpty() ? null : namespace)
        .withName(name)
        .withLabels(Map.of(LABEL, NAME))
        .build();
  }

  /** Server-side apply: fields that others own are taken over, fields that we dropped go. */
  public static <T extends HasMetadata> T apply(KubernetesClient client, T object) {
    return client.resource(object).fieldManager(NAME).forceConflicts().serverSideApply();
  }

  public static boolean ours(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && NAME.equals(labels.get(LABEL));
  }
}
