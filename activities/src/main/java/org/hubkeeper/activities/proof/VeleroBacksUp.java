package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * {@code velero}: the location is available, and a test backup is in the bucket.
 *
 * <ol>
 *   <li>Velero itself finds the bucket usable, and it is the one that was meant.
 *   <li>A small backup, one for each run, completes. It ends itself after an hour.
 *   <li>Its bytes are fetched from the bucket, by the link that Velero gives, and can be unpacked.
 * </ol>
 */
final class VeleroBacksUp implements Proving {

  private static final Set<String> FAILED =
      Set.of("FailedValidation", "PartiallyFailed", "Failed", "FinalizingPartiallyFailed");

  private final Network network;
  private final Supplier<String> run;

  /** {@code run} names the run that asks, so that each has a backup of its own. */
  VeleroBacksUp(Network network, Supplier<String> run) {
    this.network = network;
    this.run = run;
  }

  @Override
  public String prove(Asked asked) {
    available(asked);
    String name = "hubkeeper-proof-" + shortened(run.get());
    long items = completed(asked, name);
    long bytes = fetched(asked, name);
    return ("location %s is available; the test backup %s has %d items, and its %d bytes came back;"
            + " what it restores are whole volumes, never single files")
        .formatted(asked.field("location"), name, items, bytes);
  }

  private static String shortened(String run) {
    return UUID.nameUUIDFromBytes(run.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 8);
  }

  private static void available(Asked asked) {
    GenericKubernetesResource location =
        resource(asked, "BackupStorageLocation", asked.field("location")).get();
    if (location == null) {
      throw asked.rejected(
          "there is no BackupStorageLocation %s in %s"
              .formatted(asked.field("location"), asked.namespace()));
    }
    String bucket = text(location, "spec", "objectStorage", "bucket");
    if (!bucket.equals(asked.field("bucket"))) {
      throw asked.rejected(
          "the location is the bucket %s, not %s; correct the values or the field `bucket`"
              .formatted(bucket, asked.field("bucket")));
    }
    String phase = text(location, "status", "phase");
    if (!phase.equals("Available")) {
      throw Failures.notReady(
          Blocker.of(
              "backup location " + asked.field("location"),
              phase.isEmpty() ? "Velero has not looked at it yet" : "Velero finds it " + phase,
              "see whether Velero's role may use the bucket " + bucket + ", and Velero's log"));
    }
  }

  private static long completed(Asked asked, String name) {
    Resource<GenericKubernetesResource> backup = resource(asked, "Backup", name);
    GenericKubernetesResource found = backup.get();
    if (found == null) {
      apply(asked, wanted(asked, name));
      throw waiting(name, "it was just asked for");
    }
    String phase = text(found, "status", "phase");
    if (FAILED.contains(phase)) {
      backup.delete();
      throw asked.rejected(
          "the test backup %s ended %s; see Velero's log and the rights of its role"
              .formatted(name, phase));
    }
    if (!phase.equals("Completed")) {
      throw waiting(name, phase.isEmpty() ? "Velero has not begun it" : "it is " + phase);
    }
    long items = number(found, "status", "progress", "itemsBackedUp");
    if (items == 0) {
      throw asked.rejected("the test backup " + name + " completed with nothing in it");
    }
    return items;
  }

  /** The link is for this one fetch, so its request is removed afterwards. */
  private long fetched(Asked asked, String name) {
    Resource<GenericKubernetesResource> download = resource(asked, "DownloadRequest", name);
    GenericKubernetesResource found = download.get();
    if (found == null) {
      GenericKubernetesResource wanted = object(asked, "DownloadRequest", name);
      wanted.setAdditionalProperty(
          "spec", Map.of("target", Map.of("kind", "BackupContents", "name", name)));
      apply(asked, wanted);
      throw waiting(name, "its link is asked for");
    }
    String link = text(found, "status", "downloadURL");
    if (link.isEmpty()) {
      throw waiting(name, "Velero gives no link to it yet");
    }
    Http http = Http.outside(network.proxies().selector(), network.trust().context());
    HttpResponse<byte[]> response = http.get(URI.create(link));
    download.delete();
    if (response.statusCode() != 200 || unpacked(response.body()) == 0) {
      throw asked.rejected(
          "the bytes of the test backup %s are not in the bucket %s: HTTP %d, %d bytes"
              .formatted(
                  name, asked.field("bucket"), response.statusCode(), response.body().length));
    }
    return response.body().length;
  }

  private static long unpacked(byte[] gzip) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Not what Velero writes.
      return 0;
    }
  }

  private static GenericKubernetesResource wanted(Asked asked, String name) {
    GenericKubernetesResource backup = object(asked, "Backup", name);
    backup.setAdditionalProperty(
        "spec",
        Map.of(
            "includedNamespaces", List.of(asked.namespace()),
            "includedResources", List.of("configmaps", "services"),
            "snapshotVolumes", false,
            "storageLocation", asked.field("location"),
            "ttl", "1h0m0s"));
    return backup;
  }

  private static GenericKubernetesResource object(Asked asked, String kind, String name) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion("velero.io/v1");
    object.setKind(kind);
    object.setMetadata(OwnObjects.meta(asked.namespace(), name));
    return object;
  }

  private static void apply(Asked asked, GenericKubernetesResource object) {
    asked
        .client()
        .genericKubernetesResources(kind(object.getKind()))
        .inNamespace(asked.namespace())
        .resource(object)
        .fieldManager(OwnObjects.NAME)
        .forceConflicts()
        .serverSideApply();
  }

  private static Resource<GenericKubernetesResource> resource(
      Asked asked, String kind, String name) {
    return asked
        .client()
        .genericKubernetesResources(kind(kind))
        .inNamespace(asked.namespace())
        .withName(name);
  }

  private static ResourceDefinitionContext kind(String kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("velero.io")
        .withVersion("v1")
        .withKind(kind)
        .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
        .withNamespaced(true)
        .build();
  }

  private static String text(GenericKubernetesResource object, Object... path) {
    Object value = object.get(path);
    return value == null ? "" : value.toString();
  }

  private static long number(GenericKubernetesResource object, Object... path) {
    return object.get(path) instanceof Number value ? value.longValue() : 0;
  }

  private static RuntimeException waiting(String name, String holder) {
    return Failures.notReady(
        Blocker.of("backup " + name, holder, "see Velero's log if it stays so"));
  }
}
