package org.hubkeeper.activities.kubernetes.api;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Whether an API server says that it is ready to serve. */
public final class Readiness {

  private static final int FIRST_FAILURE_OF_THE_SERVER = 500;

  private Readiness() {}

  /** No answer at all is none of its answers, and thrown. */
  public static boolean ready(KubernetesClient client) {
    try {
      client.raw("/readyz");
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() >= FIRST_FAILURE_OF_THE_SERVER) {
        return false;
      }
      throw e;
    }
  }
}
