package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.activities.kubernetes.BlockVolumes;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** What happens to volumes of the account when the cluster lets go of them. */
final class Storage {

  private static final String RETAIN = "Retain";

  private final KubernetesClient client;

  Storage(KubernetesClient client) {
    this.client = client;
  }

  void retain(List<String> volumes) {
    for (PersistentVolume volume : of(volumes)) {
      if (!RETAIN.equals(volume.getSpec().getPersistentVolumeReclaimPolicy())) {
        client
            .persistentVolumes()
            .withName(volume.getMetadata().getName())
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"spec\":{\"persistentVolumeReclaimPolicy\":\"%s\"}}".formatted(RETAIN));
      }
    }
  }

  /** A PersistentVolume that keeps its volume goes without it; one that is claimed has to wait. */
  void release(List<String> volumes) {
    List<String> left = new ArrayList<>();
    for (PersistentVolume volume : of(volumes)) {
      left.add(BlockVolumes.id(volume).orElseThrow());
      boolean bound = volume.getStatus() != null && "Bound".equals(volume.getStatus().getPhase());
      if (!bound && !Objects.leaving(volume)) {
        requireRetained(volume);
        client.persistentVolumes().withName(volume.getMetadata().getName()).delete();
      }
    }
    List<String> attached = attached(volumes);
    if (!left.isEmpty() || !attached.isEmpty()) {
      String first = left.isEmpty() ? attached.get(0) : left.get(0);
      throw Failures.notReady(
          Blocker.of(
              "volume " + first,
              left.isEmpty() ? "its attachment to a node" : "the cluster, which still refers to it",
              "it is free once its claim has gone and no pod uses it"),
          left.isEmpty() ? attached : left);
    }
  }

  private static void requireRetained(PersistentVolume volume) {
    if (!RETAIN.equals(volume.getSpec().getPersistentVolumeReclaimPolicy())) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "volume %s would be deleted with its PersistentVolume, and it is to be kept"
              .formatted(BlockVolumes.id(volume).orElse("")),
          null);
    }
  }

  /** A PersistentVolume that has gone can't be attached: then the driver has let go. */
  private List<String> attached(List<String> volumes) {
    List<String> names = of(volumes).stream().map(one -> one.getMetadata().getName()).toList();
    return client.storage().v1().volumeAttachments().list().getItems().stream()
        .map(one -> one.getSpec().getSource().getPersistentVolumeName())
        .filter(names::contains)
        .toList();
  }

  private List<PersistentVolume> of(List<String> volumes) {
    return client.persistentVolumes().list().getItems().stream()
        .filter(one -> BlockVolumes.id(one).filter(volumes::contains).isPresent())
        .toList();
  }
}
