package org.hubkeeper.activities.kubernetes.disruption;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Disruptions.BackupFact;

/** Backups by Velero. One of a few things only is none of the cluster. */
final class Backups {

  private static final int NOT_FOUND = 404;
  private static final String ALL = "*";

  private static final ResourceDefinitionContext BACKUPS =
      new ResourceDefinitionContext.Builder()
          .withGroup("velero.io")
          .withVersion("v1")
          .withKind("Backup")
          .withPlural("backups")
          .withNamespaced(true)
          .build();

  private Backups() {}

  static BackupFact newest(KubernetesClient client) {
    try {
      return client.genericKubernetesResources(BACKUPS).inAnyNamespace().list().getItems().stream()
          .filter(Backups::whole)
          .flatMap(backup -> fact(backup).stream())
          .max(Comparator.comparing(BackupFact::completed))
          .orElse(new BackupFact("velero", "", Instant.EPOCH));
    } catch (KubernetesClientException e) {
      if (e.getCode() == NOT_FOUND) {
        return new BackupFact("", "", Instant.EPOCH);
      }
      throw e;
    }
  }

  private static Optional<BackupFact> fact(GenericKubernetesResource backup) {
    String completed = text(backup, "status", "completionTimestamp");
    return "Completed".equals(text(backup, "status", "phase")) && !completed.isEmpty()
        ? Optional.of(
            new BackupFact("velero", backup.getMetadata().getName(), Instant.parse(completed)))
        : Optional.empty();
  }

  private static boolean whole(GenericKubernetesResource backup) {
    Object spec = backup.getAdditionalProperties().get("spec");
    Object namespaces = spec instanceof Map<?, ?> map ? map.get("includedNamespaces") : null;
    Object resources = spec instanceof Map<?, ?> map ? map.get("includedResources") : null;
    return everything(namespaces) && everything(resources);
  }

  private static boolean everything(Object list) {
    return list == null
        || list instanceof List<?> names && (names.isEmpty() || names.contains(ALL));
  }

  private static String text(GenericKubernetesResource backup, String part, String field) {
    Object found = backup.getAdditionalProperties().get(part);
    return found instanceof Map<?, ?> map ? Objects.toString(map.get(field), "") : "";
  }
}
