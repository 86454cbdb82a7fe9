package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** Reads entries of Secrets, in memory only. */
final class SecretEntries {

  private SecretEntries() {}

  static String read(KubernetesClient client, String namespace, String name, String key) {
    Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    String entry = secret == null || secret.getData() == null ? null : secret.getData().get(key);
    if (entry == null || entry.isEmpty()) {
      throw Failures.of(
          FailureKind.MISSING,
          "there is no entry %s in the Secret %s/%s; the component's `secrets` should name it"
              .formatted(key, namespace, name),
          null);
    }
    return new String(Base64.getDecoder().decode(entry), StandardCharsets.UTF_8);
  }
}
