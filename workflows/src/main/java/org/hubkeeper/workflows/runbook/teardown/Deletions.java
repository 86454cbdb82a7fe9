package org.hubkeeper.workflows.runbook.teardown;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hubkeeper.workflows.activity.ClusterObjects;
import org.hubkeeper.workflows.activity.Namespaces;
import org.hubkeeper.workflows.activity.Namespaces.Cause;
import org.hubkeeper.workflows.activity.Namespaces.Obstacle;
import org.hubkeeper.workflows.activity.Releases;
import org.hubkeeper.workflows.activity.Removal;
import org.hubkeeper.workflows.activity.Removal.Outcome;
import org.hubkeeper.workflows.activity.Removal.Result;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures.Told;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Site;

/**
 * Deletes whatever nothing holds, side by side, as one frees the other, until nothing that may go
 * can go any more. What was approved is all that it is given.
 */
final class Deletions {

  /** Calls at a time, as many as the account's request limits bear. */
  private static final int AT_ONCE = 16;

  private final Steps steps;
  private final ClusterRef cluster;
  private final Site site;
  private final Graph graph;
  private final Set<String> unguarded = new LinkedHashSet<>();
  private final Set<String> snapshots = new LinkedHashSet<>();
  private final Set<String> alone =
      new LinkedHashSet<>(List.of(Order.NAMESPACE, Order.RELEASE, Order.STACK));
  private final Map<String, List<Obstacle>> stuck = new LinkedHashMap<>();
  private final Map<String, Integer> gone = new LinkedHashMap<>();
  private final Map<String, String> kept = new LinkedHashMap<>();
  private final Set<String> words = new LinkedHashSet<>();

  Deletions(Steps steps, ClusterRef cluster, Site site, TeardownPlan plan, List<Asset> going) {
    this.steps = steps;
    this.cluster = cluster;
    this.site = site;
    this.graph = new Graph(plan.assets(), going);
    plan.guarded().forEach(entry -> unguarded.add(entry.asset().id()));
    plan.of(TeardownPlan.Fate.SNAPSHOT_THEN_DELETE)
        .forEach(
            entry -> {
              snapshots.add(entry.asset().id());
              alone.add(Graph.key(entry.asset()));
            });
  }

  /** Returns the namespaces that do not end, with what holds them. */
  Map<String, List<Obstacle>> run(String name) {
    stuck.clear();
    steps.cascade(name, AT_ONCE, () -> Batch.of(graph.take(), alone), Batch::label, this::work);
    return stuck;
  }

  /** A namespace may be tried again. */
  void again(String namespace) {
    graph.left().stream()
        .filter(asset -> asset.kind().equals(Order.NAMESPACE))
        .filter(asset -> asset.name().equals(namespace))
        .forEach(graph::putBack);
  }

  /** How many of each kind are gone. */
  Map<String, Integer> gone() {
    return gone;
  }

  /** By their keys what was left alone although it was approved, and why. */
  Map<String, String> kept() {
    return kept;
  }

  private void work(Batch batch) {
    List<Outcome> outcomes =
        steps.orElse(
            () -> ask(batch),
            told -> waits(told) || batch.assets().size() > 1,
            told -> waits(told) ? giveUp(batch, told) : sever(batch));
    Map<String, Outcome> byId = new LinkedHashMap<>();
    outcomes.forEach(outcome -> byId.put(outcome.id(), outcome));
    batch.assets().forEach(asset -> settle(asset, byId.get(asset.id())));
    steps.left(progress(), blocker -> words.contains(blocker.object()));
  }

  private static boolean waits(Told told) {
    return told.kind() == FailureKind.NOT_READY || told.kind() == FailureKind.STALLED;
  }

  /** Something that the plan does not know may hold it: the next inventory tells. */
  private static List<Outcome> giveUp(Batch batch, Told told) {
    return batch.ids().stream().map(id -> new Outcome(id, Result.KEPT, told.message())).toList();
  }

  private void settle(Asset asset, Outcome outcome) {
    if (outcome == null) {
      if (!stuck.containsKey(asset.name()) || !asset.kind().equals(Order.NAMESPACE)) {
        graph.putBack(asset);
      }
    } else if (outcome.result() == Result.GONE) {
      graph.gone(asset);
      words.addAll(words(asset));
      gone.merge(asset.kind(), 1, Integer::sum);
    } else {
      graph.stays(asset);
      kept.put(Graph.key(asset), outcome.note());
    }
  }

  /** Those by which blockers tell of it: of an object in the cluster by its names there. */
  private static List<String> words(Asset asset) {
    String inside = asset.id().replaceFirst("/", " ");
    return List.of(asset.toString(), asset.kind() + " " + asset.name(), inside);
  }

  /** One that is refused must not hold up the others that were asked for with it. */
  private List<Outcome> sever(Batch batch) {
    batch.assets().forEach(asset -> alone.add(Graph.key(asset)));
    return List.of();
  }

  private List<Outcome> ask(Batch batch) {
    return switch (batch.kind()) {
      case Order.NAMESPACE -> namespace(batch.assets().get(0));
      case Order.RELEASE -> release(batch.assets().get(0));
      default -> Order.inside(batch.kind()) ? inside(batch) : account(batch);
    };
  }

  private List<Outcome> account(Batch batch) {
    if (batch.kind().equals(Order.VOLUME) && snapshots.contains(batch.ids().get(0))) {
      steps.on(cluster, Volumes.class, Patience.CLOUD).ensureSnapshots(cluster, batch.ids());
    }
    Patience patience = Order.slow(batch.kind()) ? Patience.CLUSTER : Patience.SHRINKING;
    return steps
        .on(cluster, Removal.class, patience)
        .ensureAbsent(
            cluster,
            site,
            batch.kind(),
            batch.ids(),
            batch.ids().stream().filter(unguarded::contains).toList());
  }

  private List<Outcome> inside(Batch batch) {
    return steps
        .on(cluster, ClusterObjects.class, Patience.SHRINKING)
        .ensureAbsent(cluster, batch.kind(), batch.ids());
  }

  private List<Outcome> release(Asset release) {
    steps
        .on(cluster, Releases.class, Patience.HELM)
        .ensureAbsent(cluster, release.namespace(), release.name());
    return gone(release);
  }

  /** Waiting is tried first; what then still stands in the way is for people to see. */
  private List<Outcome> namespace(Asset namespace) {
    Namespaces namespaces = steps.on(cluster, Namespaces.class, Patience.SHRINKING);
    return steps.orElse(
        () -> {
          namespaces.ensureAbsent(cluster, namespace.name());
          return gone(namespace);
        },
        Deletions::waits,
        told -> obstacles(namespace));
  }

  private List<Outcome> obstacles(Asset namespace) {
    Namespaces namespaces = steps.on(cluster, Namespaces.class, Patience.API);
    List<Obstacle> found = namespaces.explain(cluster, namespace.name());
    if (found.stream().noneMatch(obstacle -> obstacle.cause() != Cause.CONTENT)) {
      // Nothing that force would help with: it is waited for once more, and then a person is asked.
      steps
          .on(cluster, Namespaces.class, Patience.SHRINKING)
          .ensureAbsent(cluster, namespace.name());
      return gone(namespace);
    }
    stuck.put(namespace.name(), found);
    return List.of();
  }

  private static List<Outcome> gone(Asset asset) {
    return List.of(new Outcome(asset.id(), Result.GONE, ""));
  }

  /** How many are left, and the first of those that hold the others. */
  private String progress() {
    List<Asset> left = graph.left();
    String held =
        left.stream()
            .filter(asset -> graph.holder(asset).isPresent())
            .findFirst()
            .map(asset -> "; " + asset + " is held by " + named(graph.root(asset).orElseThrow()))
            .orElse("");
    return left.size() + (left.size() == 1 ? " thing" : " things") + " left" + held;
  }

  /** With who has created it. */
  static String named(Asset holder) {
    return holder + (holder.maker().isEmpty() ? "" : ", created by " + holder.maker());
  }
}
