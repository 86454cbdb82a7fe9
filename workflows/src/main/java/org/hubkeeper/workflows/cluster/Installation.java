package org.hubkeeper.workflows.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.Buckets;
import org.hubkeeper.workflows.activity.Charts;
import org.hubkeeper.workflows.activity.Charts.ReleaseFact;
import org.hubkeeper.workflows.activity.ControlPlane;
import org.hubkeeper.workflows.activity.Proofs;
import org.hubkeeper.workflows.activity.Tasks;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.model.Component.Proof;
import org.hubkeeper.workflows.model.Component.SecretWish;
import org.hubkeeper.workflows.model.Component.Task;

/**
 * Installs components, one step each.
 *
 * <ol>
 *   <li>What it needs: buckets, roles, namespace, Secrets.
 *   <li>The release, from exactly the chart that the plan had found.
 *   <li>What is done once through it; what it is published by.
 *   <li>Its proofs. A step ends with what they have seen.
 * </ol>
 *
 * All of it looks before it acts, so a step that is repeated does nothing twice.
 */
public final class Installation {

  private final Steps steps;
  private final ClusterRef cluster;
  private final Blueprint blueprint;
  private final Texts texts;
  private final String replacing;

  /**
   * On a cluster whose uid is known.
   *
   * @param replacing what the host name leads to by the approved plan, see {@link Publication}
   */
  public Installation(
      Steps steps, ClusterRef cluster, Blueprint blueprint, Texts texts, String replacing) {
    this.steps = steps;
    this.cluster = cluster;
    this.blueprint = blueprint;
    this.texts = texts;
    this.replacing = replacing;
  }

  /** Installs one from the chart of that digest, and proves it. */
  public void install(Component component, String digest) {
    steps.prove(
        component.name(),
        () -> {
          prepare(component);
          ReleaseFact release = release(component, digest);
          List<String> seen = new ArrayList<>();
          seen.addAll(tasks(component));
          seen.addAll(proofs(component));
          seen.forEach(line -> steps.result(component.name() + ": " + line));
          return seen.isEmpty()
              ? release.chart() + " deployed, revision " + release.revision()
              : String.join("; ", seen);
        });
  }

  private void prepare(Component component) {
    for (Component.Bucket bucket : texts.buckets(component)) {
      steps.note("bucket " + bucket.name());
      steps.on(cluster, Buckets.class, Patience.API).ensure(cluster, bucket);
    }
    for (Identity identity : texts.identities(component.identities())) {
      steps.note("role for " + identity.key());
      String role =
          steps.on(cluster, ControlPlane.class, Patience.API).ensureIdentity(cluster, identity);
      texts.roles(Map.of(identity.key(), role));
    }
    Workloads workloads = steps.on(cluster, Workloads.class, Patience.API);
    steps.note("namespace " + component.namespace());
    workloads.ensureNamespace(cluster, component.namespace());
    for (SecretWish secret : texts.secrets(component)) {
      steps.note("Secret " + secret.name());
      workloads.ensureSecret(cluster, component.namespace(), secret);
    }
  }

  private ReleaseFact release(Component component, String digest) {
    steps.note("release " + component.release());
    // The installer ends itself at its limit; what is on top lets it say so.
    Duration attempt = Duration.ofMinutes(component.timeoutMinutes() + 2L);
    return steps
        .on(cluster, Charts.class, Patience.HELM, attempt)
        .ensure(cluster, component, digest, texts.facts());
  }

  private List<String> tasks(Component component) {
    Tasks tasks = steps.on(cluster, Tasks.class, Patience.API);
    List<String> done = new ArrayList<>();
    for (Task task : component.tasks()) {
      steps.note("task " + task.type());
      done.add(tasks.ensure(cluster, component, task, texts.facts()));
    }
    return done;
  }

  private List<String> proofs(Component component) {
    Proofs proofs = steps.on(cluster, Proofs.class, Patience.CLOUD);
    Publication publication = new Publication(steps, cluster, blueprint);
    List<String> seen = new ArrayList<>();
    for (Proof proof : component.proofs()) {
      steps.note("proof " + proof.type());
      switch (proof.type()) {
        case Proof.LOAD_BALANCER -> {
          texts.loadBalancer(publication.address(component));
          seen.add("the load balancer is " + texts.facts().get("loadBalancer"));
        }
        case Proof.DNS ->
            seen.add(
                publication.publish(texts.facts().getOrDefault("loadBalancer", ""), replacing));
        default -> seen.add(proofs.prove(cluster, component, proof, texts.facts()));
      }
    }
    return seen;
  }
}
