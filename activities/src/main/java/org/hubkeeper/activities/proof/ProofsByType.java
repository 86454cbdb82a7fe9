package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.activities.Network;
import org.hubkeeper.workflows.activity.Proofs;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/**
 * All types of proofs but {@code load-balancer} and {@code dns}: an address is published between
 * the two, so the runbook sees to them by itself.
 */
public final class ProofsByType implements Proofs {

  private final Function<ClusterRef, KubernetesClient> clients;
  private final Map<String, Proving> types;

  /**
   * What proofs need besides a cluster.
   *
   * @param image of the pods that only take a place
   * @param run names the run that asks
   */
  public record Means(Network network, String image, Supplier<String> run) {}

  public ProofsByType(Function<ClusterRef, KubernetesClient> clients, Means means) {
    this.clients = clients;
    this.types =
        Map.ofEntries(
            Map.entry("workloads", new WorkloadsReady()),
            Map.entry("https", new HttpsAnswers(means.network())),
            Map.entry("http", new HttpStatus()),
            Map.entry("metric", PrometheusAnswers::metric),
            Map.entry("targets", PrometheusAnswers::targets),
            Map.entry("pull", new MirrorPull()),
            Map.entry("scaling", new PoolScales(means.image())),
            Map.entry("gpu", new GpuWorks()),
            Map.entry("grafana", new GrafanaWorks(means.network())),
            Map.entry("velero", new VeleroBacksUp(means.network(), means.run())),
            Map.entry("placeholders", new PlaceholdersYield()));
  }

  @Override
  public String prove(
      ClusterRef cluster, Component component, Component.Proof proof, Map<String, String> facts) {
    Proving type = types.get(proof.type());
    if (type == null) {
      throw Failures.of(
          FailureKind.REJECTED,
          "%s: nothing here knows the proof %s; known: %s"
              .formatted(component.name(), proof.type(), new TreeSet<>(types.keySet())),
          null);
    }
    return type.prove(Asked.of(cluster, clients.apply(cluster), component, proof, facts));
  }
}
