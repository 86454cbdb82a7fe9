package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.activities.ScratchNamespace;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * Shows that a claim gets a volume that can be written.
 *
 * <ol>
 *   <li>A claim of the default class, and a job that writes to it and reads back.
 *   <li>Once the job has succeeded, that is noted and both are removed.
 *   <li>Once job, claim and volume are gone, the note is the evidence.
 * </ol>
 */
final class StorageProof {

  private static final String NAME = "prove-storage";
  private static final String KEY = "storage";
  private static final String SIZE = "1Gi";

  private static final String WRITE_AND_READ =
      "date > /data/written && cp /data/written /tmp/ && sync && cmp /data/written /tmp/written";

  private final KubernetesClient client;
  private final ScratchNamespace scratch;
  private final String image;

  StorageProof(KubernetesClient client, String image) {
    this.client = client;
    this.scratch = new ScratchNamespace(client);
    this.image = image;
  }

  String prove() {
    Optional<String> seen = scratch.note(KEY);
    Job job = client.batch().v1().jobs().inNamespace(ScratchNamespace.NAME).withName(NAME).get();
    PersistentVolumeClaim claim = claim();
    if (seen.isPresent()) {
      return cleaned(seen.get(), job, claim);
    }
    if (job == null) {
      scratch.ensure();
      OwnObjects.apply(client, wantedClaim());
      OwnObjects.apply(client, wantedJob());
      throw waiting("the job was just made");
    }
    if (job.getStatus() != null && positive(job.getStatus().getFailed())) {
      removeJob();
      throw Failures.of(
          FailureKind.REJECTED,
          "the pod that writes to a volume of the class %s has failed; look at the node's driver"
                  .formatted(StorageClasses.NAME)
              + " with `kubectl logs -n kube-system -l app=ebs-csi-node`",
          null);
    }
    if (job.getStatus() == null || !positive(job.getStatus().getSucceeded())) {
      throw waiting(events());
    }
    if (claim == null || claim.getSpec().getVolumeName() == null) {
      throw waiting("the claim is not bound");
    }
    scratch.note(
        KEY,
        "a claim of %s of the class %s was bound to %s, written and read by a pod"
            .formatted(SIZE, StorageClasses.NAME, claim.getSpec().getVolumeName()));
    throw waiting("it has succeeded and is being removed");
  }

  private String cleaned(String seen, Job job, PersistentVolumeClaim claim) {
    if (job != null && job.getMetadata().getDeletionTimestamp() == null) {
      removeJob();
    }
    if (claim != null && claim.getMetadata().getDeletionTimestamp() == null) {
      client.persistentVolumeClaims().inNamespace(ScratchNamespace.NAME).withName(NAME).delete();
    }
    boolean volume =
        client.persistentVolumes().list().getItems().stream()
            .map(one -> one.getSpec().getClaimRef())
            .anyMatch(
                one ->
                    one != null
                        && NAME.equals(one.getName())
                        && ScratchNamespace.NAME.equals(one.getNamespace()));
    if (job != null || claim != null || volume) {
      throw waiting("it has succeeded and is being removed");
    }
    scratch.forget(KEY);
    return seen;
  }

  private PersistentVolumeClaim claim() {
    return client.persistentVolumeClaims().inNamespace(ScratchNamespace.NAME).withName(NAME).get();
  }

  private void removeJob() {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(ScratchNamespace.NAME)
        .withName(NAME)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }

  /** What Kubernetes itself says holds the claim or the pod up; warnings before all else. */
  private String events() {
    List<Event> all = new ScratchNamespace(client).events(NAME);
    return ScratchNamespace.warning(all)
        .or(() -> all.stream().reduce((one, later) -> later).map(ScratchNamespace::told))
        .orElse("its pod has not ended yet");
  }

  private static RuntimeException waiting(String holder) {
    return Failures.notReady(
        Blocker.of(
            "claim " + ScratchNamespace.NAME + "/" + NAME,
            holder,
            "see `kubectl describe pvc,pods -n " + ScratchNamespace.NAME + "`"));
  }

  private static boolean positive(Integer count) {
    return count != null && count > 0;
  }

  private static PersistentVolumeClaim wantedClaim() {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(OwnObjects.meta(ScratchNamespace.NAME, NAME))
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .withRequests(Map.of("storage", new Quantity(SIZE)))
        .endResources()
        .endSpec()
        .build();
  }

  private Job wantedJob() {
    return new JobBuilder()
        .withMetadata(OwnObjects.meta(ScratchNamespace.NAME, NAME))
        .withNewSpec()
        .withBackoffLimit(0)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Map.of(OwnObjects.LABEL, OwnObjects.NAME))
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("write")
        .withImage(image)
        .withCommand(List.of("sh", "-c", WRITE_AND_READ))
        .withNewResources()
        .withRequests(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("16Mi")))
        .endResources()
        .addNewVolumeMount()
        .withName("data")
        .withMountPath("/data")
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim()
        .withClaimName(NAME)
        .endPersistentVolumeClaim()
        .endVolume()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
