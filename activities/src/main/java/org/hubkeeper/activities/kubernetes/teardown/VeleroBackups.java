package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.workflows.activity.Backups;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * Backups by Velero, wherever in the cluster it is. Its own words decide: a backup that ended with
 * errors is none.
 */
public final class VeleroBackups implements Backups {

  private static final int MOST = 20;
  private static final String DONE = "Completed";
  private static final Set<String> FAILED =
      Set.of("FailedValidation", "PartiallyFailed", "Failed", "FinalizingPartiallyFailed");

  private static final ResourceDefinitionContext BACKUPS = velero("Backup", "backups");
  private static final ResourceDefinitionContext LOCATIONS =
      velero("BackupStorageLocation", "backupstoragelocations");

  private final Function<ClusterRef, KubernetesClient> clients;

  /** Takes a function because each cluster has a client of its own. */
  public VeleroBackups(Function<ClusterRef, KubernetesClient> clients) {
    this.clients = clients;
  }

  @Override
  public List<BackupFact> list(ClusterRef cluster) {
    KubernetesClient client = clients.apply(cluster);
    List<GenericKubernetesResource> locations = all(client, LOCATIONS);
    return all(client, BACKUPS).stream()
        .filter(one -> text(one, "status", "phase").equals(DONE))
        .map(one -> fact(one, locations))
        .sorted(Comparator.comparing(BackupFact::completedAt).reversed())
        .limit(MOST)
        .toList();
  }

  @Override
  public BackupFact ensure(ClusterRef cluster, String name, List<String> namespaces) {
    KubernetesClient client = clients.apply(cluster);
    List<GenericKubernetesResource> locations = all(client, LOCATIONS);
    if (locations.isEmpty()) {
      throw Failures.of(
          FailureKind.MISSING,
          "nothing makes backups of " + cluster + ": it has no BackupStorageLocation of Velero",
          null);
    }
    String home = locations.get(0).getMetadata().getNamespace();
    GenericKubernetesResource found =
        client.genericKubernetesResources(BACKUPS).inNamespace(home).withName(name).get();
    if (found == null) {
      client.resource(wanted(home, name, namespaces)).create();
      throw waiting(name, "it was just asked for");
    }
    String phase = text(found, "status", "phase");
    if (FAILED.contains(phase)) {
      throw Failures.of(
          FailureKind.REJECTED,
          "the backup %s ended %s; see `velero backup describe %s`".formatted(name, phase, name),
          null);
    }
    if (!phase.equals(DONE)) {
      throw waiting(name, phase.isEmpty() ? "Velero has not begun it" : "it is " + phase);
    }
    return fact(found, locations);
  }

  private static RuntimeException waiting(String name, String why) {
    return Failures.notReady(
        Blocker.of("backup " + name, "Velero: " + why, "it takes as long as there is data"));
  }

  private static GenericKubernetesResource wanted(
      String home, String name, List<String> namespaces) {
    GenericKubernetesResource backup = new GenericKubernetesResource();
    backup.setApiVersion("velero.io/v1");
    backup.setKind("Backup");
    backup.setMetadata(OwnObjects.meta(home, name));
    backup.setAdditionalProperty(
        "spec", Map.of("includedNamespaces", namespaces.isEmpty() ? List.of("*") : namespaces));
    return backup;
  }

  private static BackupFact fact(
      GenericKubernetesResource backup, List<GenericKubernetesResource> locations) {
    String completed = text(backup, "status", "completionTimestamp");
    String warnings = text(backup, "status", "warnings");
    return new BackupFact(
        backup.getMetadata().getName(),
        completed.isEmpty() ? Instant.EPOCH : Instant.parse(completed),
        location(text(backup, "spec", "storageLocation"), locations),
        // Volumes that were left out are warnings to Velero.
        warnings.isEmpty() || warnings.equals("0") ? "" : warnings + " warnings");
  }

  private static String location(String name, List<GenericKubernetesResource> locations) {
    return locations.stream()
        .filter(one -> name.isEmpty() || one.getMetadata().getName().equals(name))
        .findFirst()
        .map(
            one ->
                text(one, "spec", "objectStorage", "bucket")
                    + "/"
                    + text(one, "spec", "objectStorage", "prefix"))
        .orElse(name);
  }

  private static List<GenericKubernetesResource> all(
      KubernetesClient client, ResourceDefinitionContext context) {
    try {
      return client.genericKubernetesResources(context).inAnyNamespace().list().getItems();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return List.of();
      }
      throw e;
    }
  }

  private static String text(GenericKubernetesResource object, Object... path) {
    Object found = object.get(path);
    return found == null ? "" : found.toString();
  }

  private static ResourceDefinitionContext velero(String kind, String plural) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("velero.io")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
