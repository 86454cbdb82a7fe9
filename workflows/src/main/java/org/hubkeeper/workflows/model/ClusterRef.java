package org.hubkeeper.workflows.model;

/**
 * Names one cluster and where its workers, account and region are.
 *
 * @param environment {@code test} or {@code production}
 * @param cloud {@code aws}, {@code gcp} or {@code digitalocean}
 * @param pool the worker pool that holds the credentials for this cluster
 * @param uid uid of the namespace {@code kube-system}; empty until bootstrap has learned it
 */
public record ClusterRef(
    String name,
    String environment,
    String cloud,
    String account,
    String region,
    String pool,
    String uid) {

  /** The task queue of the workers that may touch this cluster. */
  public String taskQueue() {
    return "hubkeeper-" + pool;
  }

  public boolean production() {
    return environment.equals("production");
  }

  /** The same cluster, now that its uid is known. */
  public ClusterRef withUid(String learned) {
    return new ClusterRef(name, environment, cloud, account, region, pool, learned);
  }

  @Override
  public String toString() {
    return name;
  }
}
