package org.hubkeeper.activities;

import java.util.function.Supplier;

/** How the API server of a cluster is reached. Platforms supply it; the Kubernetes part uses it. */
public sealed interface ClusterAccess {

  /**
   * Access derived from the cloud, never stored.
   *
   * @param caData the API server's certificate authority, PEM in Base64
   * @param token gives a token that is valid now
   */
  record Derived(String endpoint, String caData, Supplier<String> token) implements ClusterAccess {

    @Override
    public String toString() {
      return endpoint;
    }
  }

  /**
   * Access by a kubeconfig, for clusters whose cloud can't be asked.
   *
   * @param yaml its text, resolved from the fleet file's reference
   * @param context the context to use; empty for the current one
   */
  record Kubeconfig(String yaml, String context) implements ClusterAccess {

    @Override
    public String toString() {
      return "a kubeconfig";
    }
  }
}
