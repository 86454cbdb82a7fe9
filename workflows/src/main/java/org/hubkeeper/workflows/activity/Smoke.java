package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * Shows that a cluster still works. Each returns what was seen, as one line; NOT_READY while it may
 * still come, REJECTED when it can't. What they make in the cluster they remove, also on failure.
 * That a claim is bound and written is {@link Workloads#proveStorage}; that a user's server starts
 * is {@link Hubs#proveServer}.
 */
@ActivityInterface(namePrefix = "Smoke.")
public interface Smoke {

  /** The API server is ready, and a small object can be written, read and deleted. */
  String proveApi(ClusterRef cluster);

  /** A pod resolves a name of the cluster and one of outside by the cluster's DNS. */
  String proveDns(ClusterRef cluster);

  /** The host answers by HTTPS with a status below 500 and a certificate that is valid for it. */
  String proveIngress(ClusterRef cluster, String host);
}
