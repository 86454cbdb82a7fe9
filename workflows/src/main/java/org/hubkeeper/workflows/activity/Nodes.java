package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;

/**
 * Nodes and who is on them, as the cluster's own API server knows them.
 *
 * <p>A node belongs to the pool that its label of the cloud or provisioner names. A user's server
 * is a pod of a JupyterHub (label {@code component: singleuser-server}), in whatever namespace.
 * Names of such pods hold names of people, so none leaves an activity: a server is told by {@link
 * Server#id}, the first ten digits of its pod's uid.
 */
@ActivityInterface(namePrefix = "Nodes.")
public interface Nodes {

  /** Most servers of users that are told one by one. */
  int SERVERS = 200;

  /** How a pool is closed to new pods. */
  enum Closing {
    /** Unschedulable, as {@code kubectl cordon}. */
    CORDON,
    /**
     * Taint {@code hubkeeper.org/phase-out:NoSchedule}. No server of a user tolerates it; daemons
     * do, so that a node goes on working for those who are there.
     */
    TAINT
  }

  /**
   * The nodes of one pool.
   *
   * @param pool empty for nodes that belong to no pool
   * @param kubelets how many nodes run which minor
   * @param zones how many nodes are in which zone
   * @param notReady how many are not Ready
   * @param closed how many are closed, by whoever
   * @param users how many servers of users run on them
   * @param marks what runs have changed on them for a while; each run and former value once
   */
  record PoolNodes(
      String pool,
      int nodes,
      Map<String, Integer> kubelets,
      Map<String, Integer> zones,
      int notReady,
      int closed,
      int users,
      List<NodePools.Mark> marks) {
    public PoolNodes {
      kubelets = Map.copyOf(kubelets);
      zones = Map.copyOf(zones);
      marks = List.copyOf(marks);
    }
  }

  /**
   * A user's server.
   *
   * @param id see {@link Nodes}
   * @param hub namespace of its hub
   * @param since when it was started
   */
  record Server(String id, String hub, String node, Instant since) {}

  /**
   * A volume that can only be attached in one zone, and is used on a pool.
   *
   * @param workload {@code namespace/kind/name} of what uses it; {@code users} for homes
   * @param database whether it holds a hub's database (claim of the hub's own pod)
   * @param count how many volumes the line stands for
   */
  record ZonalVolumes(
      String pool, String zone, String namespace, String workload, boolean database, int count) {}

  /** The nodes by pool, pools with no node left out. */
  List<PoolNodes> inspect(ClusterRef cluster);

  /** Volumes bound to a zone that pods on these pools use; at most 200 lines. */
  List<ZonalVolumes> zonalVolumes(ClusterRef cluster, List<String> pools);

  /** The servers of users on a pool, the oldest first, at most {@link #SERVERS}. */
  List<Server> servers(ClusterRef cluster, String pool);

  /** Returns once so many nodes of the pool are Ready with kubelets of this minor. */
  void awaitReady(ClusterRef cluster, String pool, int least, KubeVersion version);

  /** Returns once no kubelet of the pool is of another minor, and all of its nodes are Ready. */
  void awaitVersion(ClusterRef cluster, String pool, KubeVersion version);

  /**
   * Returns once every node of the pool is closed; says how many. A node that we close carries the
   * run and its former state in an annotation; one that was closed before carries none.
   */
  int ensureClosed(ClusterRef cluster, String pool, Closing how);

  /** Returns once what {@link #ensureClosed} of whatever run has changed is given back. */
  void ensureOpen(ClusterRef cluster, String pool);

  /**
   * Returns once nothing but daemons, mirror pods and finished pods is on the pool's nodes; says
   * how many pods it evicted. Uses only the Eviction API, so budgets hold; closes nodes that
   * appeared meanwhile; never evicts or deletes a user's server. While a pod can't go it is
   * NOT_READY with {@link org.hubkeeper.workflows.kernel.Blocker}: object {@code pod NAMESPACE/NAME
   * on NODE}, holder {@code PodDisruptionBudget NAMESPACE/NAME of OWNER} with what it allows and
   * has, or {@code termination, N s of grace}, or {@code N servers of users}; since: the first
   * refusal; remedy: what would free it, as a command where there is one. Names of what remains go
   * along, so that it lasts as long as they become fewer.
   */
  int ensureDrained(ClusterRef cluster, String pool);

  /**
   * Returns once no server of a user is on the pool's nodes. Until then NOT_READY with the pool as
   * object, {@code N servers of users} as holder, since when the oldest runs, and how to see them
   * as remedy. Closes, as a TAINT, nodes that appeared meanwhile. Evicts nobody.
   */
  void awaitNoUsers(ClusterRef cluster, String pool);

  /**
   * Returns once these servers are gone, by the Eviction API, so that budgets hold as for {@link
   * #ensureDrained}; those that are gone already count. Servers that are not named stay.
   */
  void ensureEvicted(ClusterRef cluster, String pool, List<String> servers);
}
