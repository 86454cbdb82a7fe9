package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
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
 * Shows that a pod resolves names.
 *
 * <ol>
 *   <li>A job that looks a service of the cluster and a host outside up.
 *   <li>Once it has succeeded, that is noted and it is removed.
 *   <li>Once it is gone, the note is the evidence.
 * </ol>
 */
final class DnsProof {

  private static final String NAME = "prove-dns";
  private static final String KEY = "dns";
  private static final String INSIDE = "kubernetes.default.svc.cluster.local";

  /** Where a cluster's own images come from. */
  private static final String OUTSIDE = "registry.k8s.io";

  private final KubernetesClient client;
  private final ScratchNamespace scratch;
  private final String image;

  DnsProof(KubernetesClient client, String image) {
    this.client = client;
    this.scratch = new ScratchNamespace(client);
    this.image = image;
  }

  String prove() {
    Optional<String> seen = scratch.note(KEY);
    Job job = client.batch().v1().jobs().inNamespace(ScratchNamespace.NAME).withName(NAME).get();
    if (seen.isPresent()) {
      return cleaned(seen.get(), job);
    }
    if (job == null) {
      scratch.ensure();
      OwnObjects.apply(client, wanted());
      throw waiting("the job was just made");
    }
    if (job.getStatus() != null && positive(job.getStatus().getFailed())) {
      remove();
      throw Failures.of(
          FailureKind.REJECTED,
          ("a pod could not resolve %s and %s; look at CoreDNS with `kubectl logs -n kube-system -l"
                  + " k8s-app=kube-dns`")
              .formatted(INSIDE, OUTSIDE),
          null);
    }
    if (job.getStatus() == null || !positive(job.getStatus().getSucceeded())) {
      throw waiting(events());
    }
    scratch.note(KEY, "a pod resolved %s and %s".formatted(INSIDE, OUTSIDE));
    throw waiting("it has succeeded and is being removed");
  }

  private String cleaned(String seen, Job job) {
    if (job != null) {
      if (job.getMetadata().getDeletionTimestamp() == null) {
        remove();
      }
      throw waiting("it has succeeded and is being removed");
    }
    scratch.forget(KEY);
    return seen;
  }

  private void remove() {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(ScratchNamespace.NAME)
        .withName(NAME)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }

  private String events() {
    return ScratchNamespace.warning(new ScratchNamespace(client).events(NAME))
        .orElse("its pod has not ended yet");
  }

  private static RuntimeException waiting(String holder) {
    return Failures.notReady(
        Blocker.of(
            "job " + ScratchNamespace.NAME + "/" + NAME,
            holder,
            "see `kubectl describe pods -n " + ScratchNamespace.NAME + "`"));
  }

  private static boolean positive(Integer count) {
    return count != null && count > 0;
  }

  private Job wanted() {
    List<String> command =
        List.of("sh", "-c", "nslookup %s && nslookup %s".formatted(INSIDE, OUTSIDE));
    Map<String, Quantity> limits = Map.of("memory", new Quantity("32Mi"));
    return new JobBuilder()
        .withMetadata(OwnObjects.meta(ScratchNamespace.NAME, NAME))
        .withNewSpec()
        .withBackoffLimit(2)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Map.of(OwnObjects.LABEL, OwnObjects.NAME))
        .endMetadata()
        .withSpec(ProofPods.spec(image, command, limits))
        .endTemplate()
        .endSpec()
        .build();
  }
}
