package org.hubkeeper.workflows.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hubkeeper.workflows.activity.Buckets;
import org.hubkeeper.workflows.activity.Buckets.BucketFact;
import org.hubkeeper.workflows.activity.Charts;
import org.hubkeeper.workflows.activity.Charts.ChartFact;
import org.hubkeeper.workflows.activity.Charts.ReleaseFact;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.activity.Tasks;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.cluster.ClusterFacts.ComponentFact;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.model.Component.SecretWish;

/**
 * Reads how a component is. What can't be read is an answer, which the plan shows: a chart that
 * does not exist must not keep people from seeing the rest.
 */
final class ComponentReader {

  private final Steps steps;
  private final ClusterRef cluster;
  private final boolean open;
  private final Texts texts;

  /** Of a cluster that can or can't be asked itself. */
  ComponentReader(Steps steps, ClusterRef cluster, boolean open, Texts texts) {
    this.steps = steps;
    this.cluster = cluster;
    this.open = open;
    this.texts = texts;
  }

  ComponentFact read(Component component) {
    Charts charts = look(Charts.class);
    List<String> troubles = new ArrayList<>();
    ChartFact chart = attempt(() -> charts.resolve(cluster, component.chart()), null, troubles);
    Map<String, BucketFact> buckets = new LinkedHashMap<>();
    for (Component.Bucket bucket : texts.buckets(component)) {
      BucketFact none = new BucketFact(false, true, "", false);
      buckets.put(
          bucket.name(),
          attempt(() -> look(Buckets.class).inspect(cluster, bucket), none, troubles));
    }
    ReleaseFact release = ComponentFact.ABSENT;
    List<String> secrets = component.secrets().stream().map(SecretWish::name).toList();
    if (open && chart != null) {
      release =
          attempt(
              () -> charts.inspect(cluster, component, chart.digest(), texts.facts()),
              ComponentFact.ABSENT,
              troubles);
      secrets = attempt(() -> missingSecrets(component), secrets, troubles);
    }
    return new ComponentFact(
        chart,
        release,
        secrets,
        buckets,
        openTasks(component, release),
        troubles.isEmpty() ? "" : troubles.get(0));
  }

  private List<String> missingSecrets(Component component) {
    return look(Workloads.class)
        .missingSecrets(cluster, component.namespace(), texts.secrets(component));
  }

  /** What can't be asked is taken as open: doing it looks first. */
  private List<String> openTasks(Component component, ReleaseFact release) {
    boolean there = release.state() != State.ABSENT && release.state() != State.FOREIGN;
    Tasks tasks = look(Tasks.class);
    return component.tasks().stream()
        .filter(
            task ->
                !there
                    || !steps.orElse(
                        () -> tasks.done(cluster, component, task, texts.facts()), told -> false))
        .map(Component.Task::type)
        .toList();
  }

  private <T> T attempt(Supplier<T> call, T otherwise, List<String> troubles) {
    return steps.orElse(
        call,
        told -> {
          troubles.add(told.message());
          return otherwise;
        });
  }

  private <T> T look(Class<T> activities) {
    return steps.on(cluster, activities, Patience.LOOK);
  }
}
