package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/** The small pods of proofs. */
final class ProofPods {

  private ProofPods() {}

  /** A pod that may run anywhere, whatever taints its nodes have. */
  static PodSpec spec(String image, List<String> command, Map<String, Quantity> limits) {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        // An end that nobody waits for need not be waited for.
        .withTerminationGracePeriodSeconds(1L)
        .addNewToleration()
        .withOperator("Exists")
        .endToleration()
        .addNewContainer()
        .withName("prove")
        .withImage(image)
        .withCommand(command)
        .withNewResources()
        .withRequests(Map.of("cpu", new Quantity("10m"), "memory", new Quantity("16Mi")))
        .withLimits(limits)
        .endResources()
        .endContainer()
        .build();
  }
}
