package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;
import org.hubkeeper.fleet.SecretSource;
import org.hubkeeper.fleet.SecretUnavailable;

/** {@code k8s:namespace/name#key}: Secrets of a cluster. */
public final class KubernetesSecrets implements SecretSource {

  private final Supplier<KubernetesClient> cluster;

  /** Connects when a secret is asked for. */
  public KubernetesSecrets(Supplier<KubernetesClient> cluster) {
    this.cluster = cluster;
  }

  @Override
  public String read(String locator) throws SecretUnavailable {
    int slash = locator.indexOf('/');
    int hash = locator.indexOf('#', slash);
    String namespace = locator.substring(0, slash);
    String name = locator.substring(slash + 1, hash);
    String key = locator.substring(hash + 1);
    Secret secret = cluster.get().secrets().inNamespace(namespace).withName(name).get();
    if (secret == null) {
      throw new SecretUnavailable(
          "is not in the cluster",
          "create it, as with `kubectl create secret generic -n %s %s`".formatted(namespace, name));
    }
    if (secret.getData() == null || !secret.getData().containsKey(key)) {
      throw new SecretUnavailable("has no such key", "add the key " + key + " to the Secret");
    }
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }
}
