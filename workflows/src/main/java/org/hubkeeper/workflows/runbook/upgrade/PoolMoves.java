package org.hubkeeper.workflows.runbook.upgrade;

import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowLock;
import java.util.List;
import org.hubkeeper.workflows.activity.Hubs;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.UpgradePolicy.Role;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.Hop;
import org.hubkeeper.workflows.runbook.upgrade.UpgradePlan.PoolMove;

/**
 * The pools of one hop.
 *
 * <ol>
 *   <li>Users are told, then core pools are moved one after the other, and proved; their old groups
 *       go after that.
 *   <li>Pools of users get a copy beside them and are closed. Then the run lets go of the rest of
 *       the cluster, waits for the last user of each side by side, and removes each as it is empty.
 * </ol>
 */
final class PoolMoves {

  private static final String OFF = "Take the announcement off the hubs";

  private final Steps steps;
  private final ClusterSlice slice;
  private final ClusterRef cluster;
  private final SmokeCheck smoke;
  private final PoolReplacement replacement;
  private final UserWait users;
  // Several pools become empty at once, but a lock is taken once.
  private final WorkflowLock deleting = Workflow.newWorkflowLock();

  PoolMoves(Steps steps, ClusterSlice slice, ClusterRef cluster, SmokeCheck smoke, Policy policy) {
    this.steps = steps;
    this.slice = slice;
    this.cluster = cluster;
    this.smoke = smoke;
    this.replacement = new PoolReplacement(steps, cluster);
    this.users = new UserWait(steps, slice, cluster, policy);
  }

  /** Moves all pools of a hop; of the last hop no lock is taken back. */
  void move(Hop hop, boolean last) {
    core(hop);
    users(hop.pools(Role.USER), last);
  }

  private void core(Hop hop) {
    List<PoolMove> pools = hop.pools(Role.CORE);
    if (pools.isEmpty()) {
      return;
    }
    announce();
    pools.forEach(replacement::moveCore);
    smoke.check("of core pools at " + hop.to());
    pools.stream().filter(PoolMove::copies).forEach(replacement::remove);
    silence();
  }

  private List<ClusterSlice.Hub> hubs() {
    return slice.hubs().stream().filter(ClusterSlice.Hub::api).toList();
  }

  private void announce() {
    if (hubs().isEmpty()) {
      return;
    }
    steps.restoreOnAbort(OFF, this::takeOff);
    steps.run(
        "Tell users that hubs move",
        () ->
            hubs()
                .forEach(
                    hub ->
                        steps
                            .on(cluster, Hubs.class, Patience.API)
                            .ensureAnnounced(
                                cluster,
                                hub.name(),
                                "The hub moves to another machine soon. Your server keeps running;"
                                    + " pages may not answer for up to five minutes.")));
  }

  private void silence() {
    if (!hubs().isEmpty()) {
      steps.run(OFF, this::takeOff);
      steps.restored(OFF);
    }
  }

  private void takeOff() {
    hubs()
        .forEach(
            hub ->
                steps
                    .on(cluster, Hubs.class, Patience.API)
                    .ensureNoAnnouncement(cluster, hub.name()));
  }

  private void users(List<PoolMove> pools, boolean last) {
    if (pools.isEmpty()) {
      return;
    }
    pools.forEach(replacement::beginUsers);
    // Others may work on the rest of the cluster while people are waited for, perhaps for days.
    steps.release(cluster, "components");
    steps.release(cluster, "control-plane");
    steps.sideBySide(pools, pool -> finish(pool, last));
    if (!last) {
      steps.lock(cluster, "control-plane", "components");
    }
  }

  private void finish(PoolMove pool, boolean last) {
    if (pool.copies()) {
      users.await(pool);
      replacement.drain(pool);
      deleting.lock();
      try {
        steps.lock(cluster, "control-plane");
        replacement.remove(pool);
        steps.release(cluster, "control-plane");
      } finally {
        deleting.unlock();
      }
    } else {
      replacement.update(pool);
    }
    if (last) {
      steps.release(cluster, "pool/" + PoolNames.base(pool.pool()));
    }
  }
}
