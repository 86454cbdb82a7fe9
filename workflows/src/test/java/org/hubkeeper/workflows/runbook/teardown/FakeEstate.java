package org.hubkeeper.workflows.runbook.teardown;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hubkeeper.workflows.activity.Backups;
import org.hubkeeper.workflows.activity.ClusterObjects;
import org.hubkeeper.workflows.activity.EncryptionKeys;
import org.hubkeeper.workflows.activity.Inventory;
import org.hubkeeper.workflows.activity.Namespaces;
import org.hubkeeper.workflows.activity.Releases;
import org.hubkeeper.workflows.activity.Removal;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.Asset.State;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Site;
import org.hubkeeper.workflows.model.VolumeFact;

/** An account and a cluster in memory that refuse as AWS and Kubernetes do. */
final class FakeEstate
    implements Inventory,
        Removal,
        EncryptionKeys,
        ClusterObjects,
        Namespaces,
        Backups,
        Releases,
        Volumes {

  /** Every change, in order. */
  final List<String> writes = new CopyOnWriteArrayList<>();

  private final Map<String, Asset> assets = new LinkedHashMap<>();
  final Map<String, List<Obstacle>> obstacles = new ConcurrentHashMap<>();
  final Map<String, Runnable> after = new ConcurrentHashMap<>();
  final Map<String, FailureKind> failing = new ConcurrentHashMap<>();
  final List<Finding> surveyed = new CopyOnWriteArrayList<>();
  final List<BackupFact> backups = new CopyOnWriteArrayList<>();
  final List<ReleaseName> releases = new CopyOnWriteArrayList<>();
  final Map<String, Instant> keyEnds = new ConcurrentHashMap<>();
  volatile Look look = new Look(false, 0);
  volatile FailureKind silent;
  volatile int pages = 1_000;

  synchronized FakeEstate add(Asset... more) {
    for (Asset asset : more) {
      assets.put(Graph.key(asset), asset);
    }
    return this;
  }

  synchronized void remove(String id) {
    assets.values().removeIf(asset -> asset.id().equals(id));
  }

  synchronized List<String> ids() {
    return assets.values().stream().map(Asset::id).toList();
  }

  /** Deletions in their order. */
  List<String> deleted() {
    return writes.stream()
        .filter(write -> write.startsWith("delete "))
        .map(write -> write.substring("delete ".length()))
        .toList();
  }

  @Override
  public Survey survey(ClusterRef cluster, Search search) {
    List<String> vpcs = search.vpc().isEmpty() ? List.of("vpc-1") : List.of(search.vpc());
    Site site =
        new Site(vpcs, "", List.of(), search.hosts(), search.zone(), search.vpc().isEmpty());
    return new Survey(site, surveyed);
  }

  @Override
  public synchronized Inventory.Page list(ClusterRef cluster, Site site, String token) {
    return page(assets.values().stream().filter(a -> !Order.inside(a.kind())).toList(), token);
  }

  @Override
  public synchronized Inventory.Page list(ClusterRef cluster, String namespace, String token) {
    return page(
        assets.values().stream()
            .filter(asset -> Order.inside(asset.kind()))
            .filter(asset -> namespace.isEmpty() || asset.namespace().equals(namespace))
            .toList(),
        token);
  }

  private Inventory.Page page(List<Asset> all, String token) {
    int from = token.isEmpty() ? 0 : Integer.parseInt(token);
    int to = Math.min(all.size(), from + pages);
    return new Inventory.Page(all.subList(from, to), to < all.size() ? String.valueOf(to) : "");
  }

  @Override
  public List<Removal.Outcome> ensureAbsent(
      ClusterRef cluster, Site site, String kind, List<String> ids, List<String> unguarded) {
    return absent(kind, ids, unguarded);
  }

  @Override
  public List<Removal.Outcome> ensureAbsent(ClusterRef cluster, String kind, List<String> ids) {
    return absent(kind, ids, List.of());
  }

  private synchronized List<Removal.Outcome> absent(
      String kind, List<String> ids, List<String> unguarded) {
    List<Removal.Outcome> outcomes = new ArrayList<>();
    List<Blocker> blockers = new ArrayList<>();
    for (String id : ids) {
      Asset asset = assets.get(kind + " " + id);
      if (asset == null) {
        outcomes.add(new Removal.Outcome(id, Removal.Result.GONE, ""));
      } else if (failing.containsKey(id)) {
        throw Failures.of(failing.get(id), id + " is refused", null);
      } else if (holder(asset) != null) {
        blockers.add(Blocker.of(asset.toString(), holder(asset).toString(), "it goes by itself"));
      } else if (!asset.state().guard().isEmpty() && !unguarded.contains(id)) {
        outcomes.add(new Removal.Outcome(id, Removal.Result.KEPT, "it is protected"));
      } else {
        delete(asset);
        outcomes.add(new Removal.Outcome(id, Removal.Result.GONE, ""));
      }
    }
    if (outcomes.isEmpty()) {
      throw Failures.notReady(blockers.get(0), ids);
    }
    return outcomes;
  }

  /** What is derived goes with it, unless it leaks. */
  private void delete(Asset asset) {
    writes.add("delete " + asset.id());
    assets.remove(Graph.key(asset));
    assets.values().removeIf(a -> a.parent().equals(asset.id()) && !a.name().equals("leaks"));
    after.getOrDefault(asset.id(), () -> {}).run();
  }

  private Asset holder(Asset held) {
    return assets.values().stream()
        .filter(asset -> !asset.equals(held))
        .filter(a -> a.uses().contains(held.id()) || held.heldBy().contains(a.id()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public void ensureParked(ClusterRef cluster, Site site, String record, String target) {
    writes.add("park " + record + " at " + target);
  }

  @Override
  public List<Removal.Outcome> ensureKept(ClusterRef cluster, List<Keepsake> volumes) {
    volumes.forEach(
        v ->
            writes.add(
                "mark " + v.volume() + " " + v.hub() + " " + v.namespace() + " " + v.date()));
    return List.of();
  }

  @Override
  public KeyFact inspect(ClusterRef cluster, String key) {
    return keyEnds.containsKey(key)
        ? new KeyFact(key, "", Instant.EPOCH)
        : new KeyFact(key, "Enabled", Instant.EPOCH);
  }

  @Override
  public KeyFact ensureScheduled(ClusterRef cluster, String key, int days) {
    writes.add("schedule " + key + " in " + days);
    keyEnds.put(key, Instant.parse("2036-01-08T00:00:00Z"));
    return new KeyFact(key, "PendingDeletion", keyEnds.get(key));
  }

  @Override
  public KeyFact ensureCancelled(ClusterRef cluster, String key) {
    writes.add("cancel " + key);
    keyEnds.remove(key);
    return new KeyFact(key, "Enabled", Instant.EPOCH);
  }

  @Override
  public Look look(ClusterRef cluster) {
    if (silent != null) {
      throw Failures.of(silent, "no answer", null);
    }
    return look;
  }

  @Override
  public void ensureRetained(ClusterRef cluster, List<String> volumes) {
    writes.add("retain " + volumes);
  }

  @Override
  public void ensureReleased(ClusterRef cluster, List<String> volumes) {
    writes.add("release " + volumes);
  }

  @Override
  public void ensureAbsent(ClusterRef cluster, String namespace) {
    List<Obstacle> here = obstacles.getOrDefault(namespace, List.of());
    if (!here.isEmpty()) {
      Obstacle first = here.get(0);
      throw Failures.notReady(
          new Blocker("namespace " + namespace, first.object(), first.since(), "its controller"),
          here.stream().map(Obstacle::object).toList());
    }
    absent(Order.NAMESPACE, List.of(Order.namespace(namespace)), List.of());
  }

  @Override
  public List<Obstacle> explain(ClusterRef cluster, String namespace) {
    return obstacles.getOrDefault(namespace, List.of());
  }

  @Override
  public void ensureCleared(ClusterRef cluster, Obstacle obstacle) {
    writes.add("clear " + obstacle.object());
    obstacles.remove(obstacle.namespace());
  }

  @Override
  public List<BackupFact> list(ClusterRef cluster) {
    return backups;
  }

  @Override
  public BackupFact ensure(ClusterRef cluster, String name, List<String> namespaces) {
    writes.add("backup " + namespaces);
    return new BackupFact(name, Instant.EPOCH, "s3://backups", "");
  }

  @Override
  public List<ReleaseName> list(ClusterRef cluster, String namespace) {
    return releases;
  }

  @Override
  public void ensureAbsent(ClusterRef cluster, String namespace, String release) {
    writes.add("uninstall " + release);
    releases.removeIf(one -> one.name().equals(release));
  }

  @Override
  public List<Volumes.Outcome> ensureNamed(ClusterRef cluster, List<Naming> volumes) {
    volumes.forEach(volume -> writes.add("name " + volume.volume() + " " + volume.hub()));
    return List.of();
  }

  @Override
  public List<Volumes.Outcome> ensureSnapshots(ClusterRef cluster, List<String> volumes) {
    volumes.forEach(volume -> writes.add("snapshot " + volume));
    return List.of();
  }

  @Override
  public Volumes.Page listDetached(ClusterRef cluster, String token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<VolumeFact> look(ClusterRef cluster, List<String> volumes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Volumes.Outcome> ensureMarked(
      ClusterRef cluster, List<String> volumes, String date, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Volumes.Outcome> ensureUnmarked(ClusterRef cluster, List<String> volumes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Volumes.Outcome> ensureAbsent(
      ClusterRef cluster, List<String> volumes, boolean snapshots) {
    throw new UnsupportedOperationException();
  }

  static State state(String word) {
    return new State(word, false, "");
  }
}
