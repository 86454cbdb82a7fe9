package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.activity.Removal.Outcome;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * What is inside of a cluster and would leave something behind in its account, or holds a namespace
 * up, if the cluster simply vanished.
 *
 * <p>Kinds: {@code namespace}, {@code load-balancer-service}, {@code ingress}, {@code claims} (all
 * claims of a namespace as one, for their names are people's), {@code node-pool}, {@code
 * node-claim}, {@code autoscaler} (deployments that make nodes). An object {@code uses} what has to
 * live longer: its namespace, and the namespace of the controller that clears up behind it.
 */
@ActivityInterface(namePrefix = "ClusterObjects.")
public interface ClusterObjects {

  /**
   * The cluster as its API server tells.
   *
   * @param workerInside whether this very worker runs in it: it would remove itself
   * @param users servers of people that run now
   */
  record Look(boolean workerInside, int users) {}

  /** Looks; UNAVAILABLE, CREDENTIALS, FORBIDDEN or DRIFTED when the cluster can't be asked. */
  Look look(ClusterRef cluster);

  /** One page; with a namespace only what is in it, and itself. System namespaces are left out. */
  Inventory.Page list(ClusterRef cluster, String namespace, String token);

  /**
   * As {@link Removal#ensureAbsent}, but an object that Kubernetes still shows is never the proof:
   * the caller waits for the account's load balancer and interfaces too. An {@code autoscaler} is
   * scaled to nothing. A namespace is {@link Namespaces}'.
   */
  List<Outcome> ensureAbsent(ClusterRef cluster, String kind, List<String> ids);

  /** Returns once the deletion of their claims leaves these volumes of the account in peace. */
  void ensureRetained(ClusterRef cluster, List<String> volumes);

  /** Returns once those volumes' PersistentVolumes are gone and nothing is attached to them. */
  void ensureReleased(ClusterRef cluster, List<String> volumes);
}
