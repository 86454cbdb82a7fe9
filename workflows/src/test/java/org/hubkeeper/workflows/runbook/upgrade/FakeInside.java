package org.hubkeeper.workflows.runbook.upgrade;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hubkeeper.workflows.activity.ApiUsage;
import org.hubkeeper.workflows.activity.Disruptions;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Smoke;
import org.hubkeeper.workflows.activity.Vitals;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.runbook.upgrade.FakeProvider.Pool;
import org.hubkeeper.workflows.testing.Journal;

/** What runs in the cluster of a {@link FakeProvider}. */
final class FakeInside implements Nodes, ApiUsage, Disruptions, Vitals, Smoke {

  private final FakeProvider provider;
  private final Journal journal;
  final List<ApiUse> uses = new ArrayList<>();
  final List<WebhookFact> webhooks = new ArrayList<>();
  final List<ZonalVolumes> volumes = new ArrayList<>();
  List<String> trouble = List.of();
  boolean worker;

  FakeInside(FakeProvider provider) {
    this.provider = provider;
    this.journal = provider.journal;
  }

  void reset() {
    uses.clear();
    webhooks.clear();
    volumes.clear();
    trouble = List.of();
    worker = false;
  }

  private Pool pool(String name) {
    synchronized (provider) {
      return provider.pools.get(name);
    }
  }

  @Override
  public List<PoolNodes> inspect(ClusterRef cluster) {
    synchronized (provider) {
      return provider.pools.entrySet().stream()
          .map(
              e ->
                  new PoolNodes(
                      e.getKey(),
                      e.getValue().nodes,
                      Map.of(e.getValue().version.toString(), e.getValue().nodes),
                      Map.of("us-west-2a", e.getValue().nodes),
                      0,
                      0,
                      e.getValue().users,
                      List.of()))
          .toList();
    }
  }

  @Override
  public List<ZonalVolumes> zonalVolumes(ClusterRef cluster, List<String> pools) {
    return volumes.stream().filter(one -> pools.contains(one.pool())).toList();
  }

  @Override
  public List<Server> servers(ClusterRef cluster, String pool) {
    return IntStream.range(0, pool(pool).users)
        .mapToObj(n -> new Server("server" + n, "bio-ns", "node-1", Instant.EPOCH))
        .toList();
  }

  @Override
  public void awaitReady(ClusterRef cluster, String pool, int least, KubeVersion version) {
    journal.call("await " + least + " of " + pool + " at " + version);
  }

  @Override
  public void awaitVersion(ClusterRef cluster, String pool, KubeVersion version) {
    journal.call("await " + pool + " at " + version);
  }

  @Override
  public int ensureClosed(ClusterRef cluster, String pool, Closing how) {
    pool(pool).closed = true;
    journal.write("close " + pool + " by " + how);
    return pool(pool).nodes;
  }

  @Override
  public void ensureOpen(ClusterRef cluster, String pool) {
    pool(pool).closed = false;
    journal.write("open " + pool);
  }

  @Override
  public int ensureDrained(ClusterRef cluster, String pool) {
    journal.call("drain " + pool);
    journal.write("drain " + pool);
    return 3;
  }

  @Override
  public void awaitNoUsers(ClusterRef cluster, String pool) {
    journal.call("await users of " + pool);
    if (pool(pool).users > 0) {
      throw Failures.notReady(
          Blocker.of("pool " + pool, pool(pool).users + " servers of users", "they leave"));
    }
  }

  @Override
  public void ensureEvicted(ClusterRef cluster, String pool, List<String> servers) {
    journal.write("evict " + servers);
    pool(pool).users -= servers.size();
  }

  @Override
  public Serving serving(ClusterRef cluster) {
    return new Serving(provider.version, "v" + provider.version + ".2", worker);
  }

  @Override
  public Serving awaitServing(ClusterRef cluster, KubeVersion version) {
    journal.call("serving " + version);
    return serving(cluster);
  }

  @Override
  public List<ApiUse> requested(ClusterRef cluster) {
    journal.call("look requested APIs");
    return List.copyOf(uses);
  }

  @Override
  public List<ApiUse> inReleases(ClusterRef cluster) {
    return List.of();
  }

  @Override
  public List<WebhookFact> webhooks(ClusterRef cluster) {
    return List.copyOf(webhooks);
  }

  @Override
  public List<BudgetFact> budgets(ClusterRef cluster) {
    return List.of();
  }

  @Override
  public List<SingleFact> singles(ClusterRef cluster) {
    return List.of(new SingleFact("bio-ns/Deployment/hub", "core"));
  }

  @Override
  public List<SlowFact> slow(ClusterRef cluster) {
    return List.of();
  }

  @Override
  public BackupFact backup(ClusterRef cluster) {
    return new BackupFact("velero", "daily", Instant.parse("2999-01-01T00:00:00Z"));
  }

  @Override
  public List<OwnerFact> owners(ClusterRef cluster) {
    return List.of();
  }

  @Override
  public Reading read(ClusterRef cluster) {
    return new Reading(1000, 1);
  }

  @Override
  public List<String> awaitTrouble(ClusterRef cluster, Reading before) {
    if (trouble.isEmpty()) {
      throw Failures.notReady("all is well");
    }
    return trouble;
  }

  @Override
  public String proveApi(ClusterRef cluster) {
    journal.call("smoke");
    return "the API answers";
  }

  @Override
  public String proveDns(ClusterRef cluster) {
    return "names resolve";
  }

  @Override
  public String proveIngress(ClusterRef cluster, String host) {
    return host + " answers";
  }
}
