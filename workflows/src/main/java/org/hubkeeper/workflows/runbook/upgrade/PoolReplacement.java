package org.hubkeeper.workflows.runbook.upgrade;

import java.util.List;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.activity.NodePools;
import org.hubkeeper.workflows.activity.NodePools.Kind;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Nodes.Closing;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.activity.Nodes.ZonalVolumes;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Question.Choice;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.UpgradePolicy.Role;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.PoolMove;

/** The steps by which one pool gets its new version. An old group stays until it is removed. */
final class PoolReplacement {

  private final Steps steps;
  private final ClusterRef cluster;

  PoolReplacement(Steps steps, ClusterRef cluster) {
    this.steps = steps;
    this.cluster = cluster;
  }

  /** Until nothing but daemons is on the old group, or until it is updated in place. */
  void moveCore(PoolMove pool) {
    if (pool.copies()) {
      copy(pool);
      close(pool, Closing.CORDON);
      checkVolumes(pool);
      drain(pool);
    } else {
      update(pool);
    }
  }

  /** Until new servers start on the copy; those who are there stay. */
  void beginUsers(PoolMove pool) {
    if (pool.copies()) {
      copy(pool);
      close(pool, Closing.TAINT);
    }
  }

  /** In place, or by the pool's own provisioner. */
  void update(PoolMove pool) {
    if (pool.kind() != Kind.PROVISIONED) {
      steps.run(
          "Update pool " + pool.pool() + " in place to " + pool.to(),
          () ->
              steps
                  .on(cluster, NodePools.class, Patience.CLUSTER)
                  .ensureVersion(cluster, pool.pool(), pool.to()));
    }
    steps.run(
        "Wait until all nodes of pool " + pool.pool() + " are at " + pool.to(),
        () ->
            steps
                .on(cluster, Nodes.class, Patience.USERS)
                .awaitVersion(cluster, pool.pool(), pool.to()));
  }

  void drain(PoolMove pool) {
    steps.prove(
        "Drain pool " + pool.pool(),
        () ->
            steps.on(cluster, Nodes.class, Patience.DRAIN).ensureDrained(cluster, pool.pool())
                + " pods moved");
  }

  void remove(PoolMove pool) {
    steps.run(
        "Remove pool " + pool.pool(),
        () ->
            steps
                .on(cluster, NodePools.class, Patience.CLUSTER)
                .ensureAbsent(cluster, pool.pool(), pool.copy()));
    steps.restored(reopening(pool));
    steps.result("pool " + pool.pool() + " was replaced by " + pool.copy() + " at " + pool.to());
  }

  private void copy(PoolMove pool) {
    int nodes =
        steps.call(
            "Copy pool " + pool.pool() + " as " + pool.copy(),
            () -> {
              NodePools pools = steps.on(cluster, NodePools.class, Patience.CLUSTER);
              int wanted = nodes(pools.list(cluster), pool);
              // After a RETRY: one that failed to come up is made again.
              pools.ensureFailedCopyAbsent(cluster, pool.copy());
              pools.ensureCopy(cluster, pool.pool(), pool.copy(), pool.to(), wanted);
              return wanted;
            });
    steps.run(
        "Wait until " + pool.copy() + " is ready",
        () ->
            steps
                .on(cluster, Nodes.class, Patience.CLOUD)
                .awaitReady(cluster, pool.copy(), nodes, pool.to()));
  }

  /** A core pool's pods need room at once; for users an autoscaler makes room as they come. */
  private static int nodes(List<PoolFact> all, PoolMove pool) {
    PoolFact old =
        all.stream().filter(one -> one.name().equals(pool.pool())).findFirst().orElseThrow();
    return pool.role() == Role.CORE || old.desired() == 0 ? old.desired() : Math.max(1, old.min());
  }

  private void close(PoolMove pool, Closing how) {
    steps.restoreOnAbort(reopening(pool), () -> reopen(pool));
    steps.prove(
        "Close pool " + pool.pool() + " to new pods",
        () -> {
          steps
              .on(cluster, NodePools.class, Patience.API)
              .ensureClosedToGrowth(cluster, pool.pool());
          int closed =
              steps.on(cluster, Nodes.class, Patience.API).ensureClosed(cluster, pool.pool(), how);
          return closed + " nodes are closed, and no more are made";
        });
  }

  private void reopen(PoolMove pool) {
    steps.on(cluster, Nodes.class, Patience.API).ensureOpen(cluster, pool.pool());
    steps.on(cluster, NodePools.class, Patience.API).ensureOpenToGrowth(cluster, pool.pool());
  }

  private static String reopening(PoolMove pool) {
    return "Reopen pool " + pool.pool();
  }

  /** Volumes can't follow to a zone that they are not in; the hub's database least of all. */
  private void checkVolumes(PoolMove pool) {
    while (true) {
      List<String> stuck =
          steps.call(
              "Check that volumes of pool " + pool.pool() + " can follow", () -> stuck(pool));
      if (stuck.isEmpty()) {
        return;
      }
      steps.choose(
          "Volumes of pool " + pool.pool() + " can't follow",
          "Volumes are bound to zones in which " + pool.copy() + " has no node",
          stuck,
          List.of(new Choice(Answer.RETRY, "look again, once the copy has a node there")),
          Policy.anyone());
    }
  }

  private List<String> stuck(PoolMove pool) {
    Nodes nodes = steps.on(cluster, Nodes.class, Patience.API);
    var zones =
        nodes.inspect(cluster).stream()
            .filter(one -> one.pool().equals(pool.copy()))
            .map(PoolNodes::zones)
            .flatMap(by -> by.keySet().stream())
            .collect(Collectors.toSet());
    return nodes.zonalVolumes(cluster, List.of(pool.pool())).stream()
        .filter(volumes -> !zones.contains(volumes.zone()))
        .map(PoolReplacement::words)
        .toList();
  }

  private static String words(ZonalVolumes volumes) {
    return "%s%s needs a node in %s"
        .formatted(
            volumes.database() ? "the database of " : "", volumes.workload(), volumes.zone());
  }
}
