package org.hubkeeper.rehearsal.world;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;

/** Sets up a simulated cluster with the certificate of its administrator. */
public final class AdminOfCluster implements AutoCloseable {

  private static final String EBS_DRIVER = "ebs.csi.aws.com";

  private final KubernetesClient client;

  /** An administrator who reads no configuration of this machine. */
  public AdminOfCluster(ControlPlane plane) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(plane.endpoint())
            .withCaCertFile(plane.caFile())
            .withClientCertFile(plane.adminCertFile())
            .withClientKeyFile(plane.adminKeyFile())
            .withClientKeyAlgo("EC")
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /** For what scenarios of tests need besides. */
  public KubernetesClient client() {
    return client;
  }

  /** Creates or changes the objects of a manifest. */
  public void apply(String manifest) {
    client
        .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(this::apply);
  }

  private void apply(HasMetadata object) {
    client.resource(object).fieldManager("rehearsal").forceConflicts().serverSideApply();
  }

  /** Returns once the namespace exists. */
  public void ensureNamespace(String name) {
    apply(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
  }

  /** Creates a PersistentVolume as the EBS driver's provisioner does. */
  public void createVolume(ClaimedVolume given) {
    PersistentVolume volume =
        new PersistentVolumeBuilder()
            .withNewMetadata()
            .withName(given.name())
            .withAnnotations(Map.of("pv.kubernetes.io/provisioned-by", EBS_DRIVER))
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .withCapacity(Map.of("storage", new Quantity("10Gi")))
            .withPersistentVolumeReclaimPolicy("Retain")
            .withStorageClassName("gp3")
            .withNewClaimRef()
            .withApiVersion("v1")
            .withKind("PersistentVolumeClaim")
            .withNamespace(given.claim().namespace())
            .withName(given.claim().name())
            .endClaimRef()
            .withNewCsi()
            .withDriver(EBS_DRIVER)
            .withFsType("ext4")
            .withVolumeHandle(given.volume())
            .endCsi()
            .endSpec()
            .build();
    client.resource(volume).create();
    // There is no controller here that would set it.
    volume.setStatus(new PersistentVolumeStatusBuilder().withPhase(given.phase()).build());
    client.resource(volume).patchStatus();
  }

  /** Returns once there is no PersistentVolume. */
  public void deleteVolumes() {
    client
        .persistentVolumes()
        .list()
        .getItems()
        .forEach(
            volume -> {
              volume.getMetadata().setFinalizers(java.util.List.of());
              client.resource(volume).patch();
              client.resource(volume).delete();
            });
  }

  @Override
  public void close() {
    client.close();
  }

  /** A PersistentVolume that a scenario asks for. */
  public record ClaimedVolume(String name, String volume, Claim claim, String phase) {

    /** The claim that it is for. */
    public record Claim(String namespace, String name) {}
  }
}
