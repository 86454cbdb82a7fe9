package org.hubkeeper.workflows.runbook.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.NodePools;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.testing.Journal;

/** A provider of one cluster, in memory, as far as order, questions and repair need it. */
final class FakeProvider implements Upgrades, NodePools {

  /** A pool as it stands. */
  static final class Pool {
    KubeVersion version;
    Kind kind = Kind.MANAGED;
    Map<String, String> labels = Map.of();
    int nodes = 1;
    int users;
    boolean closed;
    boolean growing = true;
  }

  final Journal journal;
  final Map<String, Pool> pools = new LinkedHashMap<>();
  final Map<String, String> addons = new LinkedHashMap<>();
  final List<Finding> lacks = new ArrayList<>();
  final List<Insight> insights = new ArrayList<>();
  KubeVersion version;
  Instant movedAt = Instant.EPOCH;
  boolean rollbackOffered = true;

  FakeProvider(Journal journal) {
    this.journal = journal;
  }

  synchronized void reset(String minor) {
    version = KubeVersion.parse(minor);
    movedAt = Instant.EPOCH;
    rollbackOffered = true;
    pools.clear();
    addons.clear();
    addons.put("coredns", "v1." + version.minor());
    addons.put("vpc-cni", "v1." + version.minor());
    lacks.clear();
    insights.clear();
  }

  synchronized Pool pool(String name, String minor, Map<String, String> labels) {
    Pool pool = new Pool();
    pool.version = KubeVersion.parse(minor);
    pool.labels = labels;
    pools.put(name, pool);
    return pool;
  }

  @Override
  public synchronized VersionFact inspect(ClusterRef cluster) {
    journal.call("look version");
    boolean open = rollbackOffered && !movedAt.equals(Instant.EPOCH);
    return new VersionFact(
        version,
        "ACTIVE",
        List.of(),
        List.of(KubeVersion.parse("1.33"), KubeVersion.parse("1.34"), KubeVersion.parse("1.35")),
        List.of(),
        new Rollback(
            rollbackOffered,
            version.previous(),
            open ? movedAt.plus(Duration.ofDays(7)) : Instant.EPOCH,
            rollbackOffered ? 168 : 0));
  }

  /** Offers each minor's own version and those of its neighbours. */
  @Override
  public synchronized List<AddonFact> addons(ClusterRef cluster, List<KubeVersion> minors) {
    return addons.entrySet().stream()
        .map(
            addon ->
                new AddonFact(
                    addon.getKey(),
                    addon.getValue(),
                    "ACTIVE",
                    List.of(),
                    minors.stream()
                        .map(
                            minor ->
                                new AddonOffer(
                                    minor,
                                    List.of(
                                        "v1." + (minor.minor() + 1),
                                        "v1." + minor.minor(),
                                        "v1." + (minor.minor() - 1)),
                                    "v1." + minor.minor()))
                        .toList()))
        .toList();
  }

  @Override
  public synchronized Insights insights(ClusterRef cluster, Inspection about) {
    return new Insights(Instant.now(), about == Inspection.UPGRADE ? insights : List.of());
  }

  @Override
  public Insights ensureInspected(ClusterRef cluster, Inspection about, Instant notBefore) {
    journal.call("inspect");
    return insights(cluster, about);
  }

  @Override
  public synchronized List<Finding> check(
      ClusterRef cluster, List<KubeVersion> path, List<PoolFact> ofPools) {
    return List.copyOf(lacks);
  }

  @Override
  public synchronized void ensureVersion(ClusterRef cluster, KubeVersion from, KubeVersion to) {
    journal.call("version " + to);
    if (!version.equals(to)) {
      pools.forEach(
          (name, pool) -> {
            if (!pool.version.equals(version)) {
              throw Failures.of(FailureKind.REJECTED, name + " lags behind", null);
            }
          });
      version = to;
      movedAt = Instant.now();
      journal.write("version " + to);
    }
  }

  @Override
  public synchronized void ensureRolledBack(ClusterRef cluster, KubeVersion from, KubeVersion to) {
    journal.call("roll back to " + to);
    version = to;
    movedAt = Instant.EPOCH;
    journal.write("roll back to " + to);
  }

  @Override
  public synchronized AddonOutcome ensureAddon(ClusterRef cluster, String name, String to) {
    journal.call("add-on " + name + " " + to);
    addons.put(name, to);
    journal.write("add-on " + name + " " + to);
    return new AddonOutcome(to, List.of());
  }

  @Override
  public synchronized List<PoolFact> list(ClusterRef cluster) {
    return pools.entrySet().stream().map(e -> fact(e.getKey(), e.getValue())).toList();
  }

  private static PoolFact fact(String name, Pool pool) {
    return new PoolFact(
        name,
        pool.kind,
        pool.version,
        "",
        "ACTIVE",
        List.of(),
        List.of("t3a.large"),
        "AL2023",
        0,
        10,
        pool.nodes,
        pool.labels,
        List.of(),
        List.of("us-west-2a"),
        pool.growing ? Mark.NONE : new Mark("run", "min 0, max 10"),
        "",
        Instant.EPOCH);
  }

  @Override
  public synchronized PoolFact ensureCopy(
      ClusterRef cluster, String from, String to, KubeVersion at, int nodes) {
    journal.call("copy " + to);
    if (!pools.containsKey(to)) {
      Pool copy = pool(to, at.toString(), pools.get(from).labels);
      copy.nodes = nodes;
      journal.write("copy " + from + " as " + to + " with " + nodes);
    }
    return fact(to, pools.get(to));
  }

  @Override
  public void ensureFailedCopyAbsent(ClusterRef cluster, String name) {
    journal.call("clear " + name);
  }

  @Override
  public synchronized void ensureClosedToGrowth(ClusterRef cluster, String name) {
    pools.get(name).growing = false;
    journal.write("no growth of " + name);
  }

  @Override
  public synchronized void ensureOpenToGrowth(ClusterRef cluster, String name) {
    pools.get(name).growing = true;
    journal.write("growth of " + name);
  }

  @Override
  public synchronized void ensureVersion(ClusterRef cluster, String name, KubeVersion to) {
    journal.call("update " + name);
    pools.get(name).version = to;
    journal.write("update " + name + " to " + to);
  }

  @Override
  public synchronized void ensureAbsent(ClusterRef cluster, String name, String copy) {
    journal.call("remove " + name);
    if (pools.containsKey(name) && pools.get(name).users > 0) {
      throw Failures.of(FailureKind.DRIFTED, name + " has users", null);
    }
    if (pools.remove(name) != null) {
      journal.write("remove " + name);
    }
  }
}
