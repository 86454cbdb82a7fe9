package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.cluster.TlsPair;

/** A bootstrapped cluster as somebody spoils it, and mends it again. */
final class SpoiledCluster {

  private static final String TOOLS = "cluster-tools";

  private final BootstrapWorld world;
  private final KubernetesClient cluster;

  SpoiledCluster(BootstrapWorld world, KubernetesClient cluster) {
    this.world = world;
    this.cluster = cluster;
  }

  boolean noted(String key) {
    return cluster
        .namespaces()
        .withName("hubkeeper")
        .get()
        .getMetadata()
        .getAnnotations()
        .containsKey(key);
  }

  void mount(String deployment, String volume, String secret) {
    cluster
        .apps()
        .deployments()
        .inNamespace(TOOLS)
        .withName(deployment)
        .edit(
            found -> {
              found.getSpec().getTemplate().getSpec().getVolumes().stream()
                  .filter(one -> one.getName().equals(volume))
                  .forEach(one -> one.getSecret().setSecretName(secret));
              return found;
            });
  }

  void scale(String deployment, int replicas) {
    cluster.apps().deployments().inNamespace(TOOLS).withName(deployment).scale(replicas);
  }

  void configure(String name, Map<String, String> files) {
    edit(name, files);
    restart("prometheus");
  }

  private void edit(String name, Map<String, String> files) {
    cluster
        .configMaps()
        .inNamespace(TOOLS)
        .withName(name)
        .edit(
            found -> {
              found.setData(files);
              return found;
            });
  }

  private void restart(String release) {
    cluster
        .pods()
        .inNamespace(TOOLS)
        .withLabel("app.kubernetes.io/instance", release)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .withGracePeriod(0)
        .delete();
  }

  void password(String encoded) {
    cluster
        .secrets()
        .inNamespace(TOOLS)
        .withName("grafana-admin")
        .edit(
            found -> {
              found.getData().put("admin-password", encoded);
              return found;
            });
  }

  void bucket(String name) {
    cluster
        .genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup("velero.io")
                .withVersion("v1")
                .withKind("BackupStorageLocation")
                .withPlural("backupstoragelocations")
                .withNamespaced(true)
                .build())
        .inNamespace(TOOLS)
        .withName("default")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"objectStorage\":{\"bucket\":\"" + name + "\"}}}");
  }

  void priority(String priorityClass) {
    cluster
        .apps()
        .statefulSets()
        .inNamespace("placeholders")
        .withName("user-placeholder")
        .edit(
            found -> {
              // Admission writes the number beside the name only into pods.
              found.getSpec().getTemplate().getSpec().setPriorityClassName(priorityClass);
              return found;
            });
  }

  /** What the stand-in for Grafana keeps on its volume. */
  Path grafana() {
    try (Stream<Path> files = Files.walk(Path.of(world.address().directory()))) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().equals("grafana.json")).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void rewrite(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    restart("grafana");
  }

  /** A certificate of a host, not yet in the cluster. */
  Secret certificate(String name, String host) {
    TlsPair pair = TlsPair.of(host, Path.of(world.address().directory()));
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(TOOLS)
        .endMetadata()
        .withType("kubernetes.io/tls")
        .addToStringData(Map.of("tls.crt", pair.certificate(), "tls.key", pair.key()))
        .build();
  }

  /** How many pods hold seats. */
  int placeholders() {
    return seats().get().getSpec().getReplicas();
  }

  /** Lets so many pods hold seats. */
  void placeholders(int count) {
    seats().scale(count);
  }

  private RollableScalableResource<StatefulSet> seats() {
    return cluster.apps().statefulSets().inNamespace("placeholders").withName("user-placeholder");
  }
}
