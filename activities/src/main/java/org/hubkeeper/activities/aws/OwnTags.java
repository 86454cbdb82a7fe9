package org.hubkeeper.activities.aws;

import java.util.Map;
import java.util.TreeMap;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * The tags on everything that is made for a cluster: Hubkeeper's own, which say that it may change
 * and remove the thing, and those by which eksctl finds what belongs to a cluster.
 */
public final class OwnTags {

  /** The cluster that something was made for; it makes a thing ours. */
  public static final String CLUSTER = "hubkeeper/cluster";

  /** The uid of a cluster's {@code kube-system}. */
  public static final String UID = "hubkeeper/uid";

  private static final String RUNBOOK = "hubkeeper/runbook";
  private static final String RUN = "hubkeeper/run";
  private static final String EKSCTL_CLUSTER = "alpha.eksctl.io/cluster-name";
  private static final String EKSCTL_OLD_CLUSTER = "eksctl.cluster.k8s.io/v1alpha1/cluster-name";

  private OwnTags() {}

  /** The wishes of the fleet file and ours, which win. */
  public static Map<String, String> of(
      ClusterRef cluster, Author author, Map<String, String> wished) {
    String run = author.run();
    Map<String, String> tags = new TreeMap<>(wished);
    tags.put(CLUSTER, cluster.name());
    tags.put(RUNBOOK, run.substring(0, (run + "/").indexOf('/')));
    tags.put(RUN, run);
    tags.put(EKSCTL_CLUSTER, cluster.name());
    tags.put(EKSCTL_OLD_CLUSTER, cluster.name());
    return tags;
  }

  /** Whether something with these tags was made by Hubkeeper for the cluster. */
  public static boolean ours(ClusterRef cluster, Map<String, String> tags) {
    return cluster.name().equals(tags.get(CLUSTER));
  }
}
