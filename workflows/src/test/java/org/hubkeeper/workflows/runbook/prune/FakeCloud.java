package org.hubkeeper.workflows.runbook.prune;

import io.temporal.activity.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hubkeeper.workflows.activity.Claims;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.VolumeFact;

/** Volumes and claims in memory, as far as the runbook's order and questions need them. */
final class FakeCloud implements Volumes, Claims {

  final Map<String, VolumeFact> volumes = new ConcurrentSkipListMap<>();

  /** Namespace of the claim, by cluster and volume. */
  final Map<String, Map<String, String>> claims = new ConcurrentHashMap<>();

  /** What was changed, in order. */
  final List<String> writes = new CopyOnWriteArrayList<>();

  /** What happens just before a kind of call, and a failure of the call, if any. */
  final Map<String, Runnable> before = new ConcurrentHashMap<>();

  final Set<String> unreachable = ConcurrentHashMap.newKeySet();
  final Set<String> snapshots = new ConcurrentSkipListSet<>();

  FakeCloud add(Vol... more) {
    for (Vol volume : more) {
      volumes.put(volume.fact().id(), volume.fact());
    }
    return this;
  }

  void claim(String cluster, String namespace, String volume) {
    claims.computeIfAbsent(cluster, key -> new ConcurrentHashMap<>()).put(volume, namespace);
  }

  void attach(String id) {
    volumes.computeIfPresent(id, (key, v) -> Vol.with(v, "in-use", v.markedBy(), v.named()));
  }

  /** Lets the next call of a kind, and no later one, be preceded by this. */
  void once(String call, Runnable action) {
    before.put(
        call,
        () -> {
          before.remove(call);
          action.run();
        });
  }

  @Override
  public Page listDetached(ClusterRef cluster, String token) {
    prepare("list");
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    List<VolumeFact> all =
        volumes.values().stream().filter(v -> v.state().equals("available")).toList();
    int to = Math.min(from + Volumes.BATCH, all.size());
    return new Page(List.copyOf(all.subList(from, to)), to == all.size() ? "" : "" + to);
  }

  @Override
  public List<VolumeFact> look(ClusterRef cluster, List<String> ids) {
    prepare("look");
    return ids.stream().filter(volumes::containsKey).map(volumes::get).toList();
  }

  @Override
  public List<Outcome> ensureMarked(
      ClusterRef cluster, List<String> ids, String date, String reason) {
    prepare("mark");
    return each(
        ids,
        "mark",
        v -> v.markedBy().equals(run()),
        v -> volumes.put(v.id(), Vol.with(v, v.state(), run(), v.named())));
  }

  @Override
  public List<Outcome> ensureUnmarked(ClusterRef cluster, List<String> ids) {
    prepare("unmark");
    return each(
        ids,
        "unmark",
        v -> !v.markedBy().equals(run()),
        v -> volumes.put(v.id(), Vol.with(v, v.state(), "", v.named())));
  }

  @Override
  public List<Outcome> ensureSnapshots(ClusterRef cluster, List<String> ids) {
    prepare("snapshot");
    return each(ids, "snapshot", v -> snapshots.contains(v.id()), v -> snapshots.add(v.id()));
  }

  @Override
  public List<Outcome> ensureAbsent(ClusterRef cluster, List<String> ids, boolean needed) {
    prepare("delete");
    List<Outcome> outcomes = new ArrayList<>();
    for (String id : ids) {
      VolumeFact v = volumes.get(id);
      if (v == null) {
        outcomes.add(new Outcome(id, Result.ALREADY, "it no longer exists"));
      } else if (!v.state().equals("available")) {
        outcomes.add(new Outcome(id, Result.KEPT, "attached since approval"));
      } else if (!v.markedBy().equals(run())) {
        outcomes.add(new Outcome(id, Result.KEPT, "not marked by this run"));
      } else if (needed && !snapshots.contains(id)) {
        outcomes.add(new Outcome(id, Result.KEPT, "it has no completed snapshot"));
      } else {
        volumes.remove(id);
        writes.add("delete " + id);
        outcomes.add(new Outcome(id, Result.DONE, ""));
      }
    }
    return outcomes;
  }

  @Override
  public List<Outcome> ensureNamed(ClusterRef cluster, List<Naming> namings) {
    prepare("name");
    return each(
        namings.stream().map(Naming::volume).toList(),
        "name",
        VolumeFact::named,
        v -> volumes.put(v.id(), Vol.with(v, v.state(), v.markedBy(), true)));
  }

  @Override
  public List<Claimed> find(ClusterRef cluster, List<String> ids) {
    prepare("claims");
    if (unreachable.contains(cluster.name())) {
      throw Failures.of(FailureKind.CREDENTIALS, "token refused", null);
    }
    Map<String, String> own = claims.getOrDefault(cluster.name(), Map.of());
    return ids.stream()
        .filter(own::containsKey)
        .map(id -> new Claimed(id, own.get(id), "Bound"))
        .toList();
  }

  private void prepare(String call) {
    before.getOrDefault(call, () -> {}).run();
  }

  private List<Outcome> each(
      List<String> ids,
      String word,
      java.util.function.Predicate<VolumeFact> already,
      java.util.function.Consumer<VolumeFact> change) {
    List<Outcome> outcomes = new ArrayList<>();
    for (String id : ids) {
      VolumeFact v = volumes.get(id);
      if (v == null || already.test(v)) {
        outcomes.add(new Outcome(id, Result.ALREADY, ""));
      } else {
        change.accept(v);
        writes.add(word + " " + id);
        outcomes.add(new Outcome(id, Result.DONE, ""));
      }
    }
    return outcomes;
  }

  /** A page acts for the run that it is a part of. */
  private static String run() {
    return Activity.getExecutionContext().getInfo().getWorkflowId().replaceAll("/page-.*", "");
  }
}
