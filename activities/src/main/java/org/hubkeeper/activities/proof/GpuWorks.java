package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.activities.ScratchNamespace;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * {@code gpu}: a pod that asks for one GPU gets it and ends well. A pool without nodes grows for
 * it. The pod is removed again.
 */
final class GpuWorks implements Proving {

  private static final String NAME = "prove-gpu";
  private static final String KEY = "gpu";
  private static final String GPU = "nvidia.com/gpu";

  @Override
  public String prove(Asked asked) {
    KubernetesClient client = asked.client();
    ScratchNamespace scratch = new ScratchNamespace(client);
    Optional<String> seen = scratch.note(KEY);
    Resource<Job> job =
        client.batch().v1().jobs().inNamespace(ScratchNamespace.NAME).withName(NAME);
    Job found = job.get();
    if (seen.isPresent()) {
      if (found != null) {
        remove(job);
        throw waiting("it has succeeded and is being removed");
      }
      scratch.forget(KEY);
      return seen.get();
    }
    if (found == null) {
      scratch.ensure();
      OwnObjects.apply(client, wanted(asked.field("image")));
      throw waiting("it was just made");
    }
    if (found.getStatus() != null && positive(found.getStatus().getFailed())) {
      remove(job);
      throw Failures.of(
          FailureKind.REJECTED,
          asked.what()
              + ": the pod that asked for one GPU has failed; see the device plug-in's log and the"
              + " driver in the node's image",
          null);
    }
    if (found.getStatus() == null || !positive(found.getStatus().getSucceeded())) {
      throw waiting(holder(client));
    }
    scratch.note(KEY, evidence(client));
    throw waiting("it has succeeded and is being removed");
  }

  private static String evidence(KubernetesClient client) {
    return pods(client).stream()
        .map(pod -> pod.getSpec().getNodeName())
        .map(name -> client.nodes().withName(name).get())
        .filter(node -> node != null && gpus(node) > 0)
        .findFirst()
        .map(
            node ->
                "a pod got one of the %d GPUs of %s and ended well"
                    .formatted(gpus(node), node.getMetadata().getName()))
        .orElse("a pod that asked for one GPU ended well");
  }

  private static String holder(KubernetesClient client) {
    long gpus = client.nodes().list().getItems().stream().mapToLong(GpuWorks::gpus).sum();
    boolean placed = pods(client).stream().anyMatch(pod -> pod.getSpec().getNodeName() != null);
    return placed ? "its pod runs" : "its pod has no place; the nodes have " + gpus + " GPUs";
  }

  private static List<Pod> pods(KubernetesClient client) {
    return client
        .pods()
        .inNamespace(ScratchNamespace.NAME)
        .withLabel("job-name", NAME)
        .list()
        .getItems();
  }

  private static long gpus(Node node) {
    Map<String, Quantity> all = node.getStatus().getAllocatable();
    return all != null && all.containsKey(GPU) ? all.get(GPU).getNumericalAmount().longValue() : 0;
  }

  private static Job wanted(String image) {
    return new JobBuilder()
        .withMetadata(OwnObjects.meta(ScratchNamespace.NAME, NAME))
        .withNewSpec()
        .withBackoffLimit(0)
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Map.of(OwnObjects.LABEL, OwnObjects.NAME))
        .endMetadata()
        .withSpec(ProofPods.spec(image, List.of("nvidia-smi"), Map.of(GPU, new Quantity("1"))))
        .endTemplate()
        .endSpec()
        .build();
  }

  private static void remove(Resource<Job> job) {
    job.withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
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
}
