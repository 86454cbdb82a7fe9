package org.hubkeeper.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.Network;
import org.hubkeeper.fleet.SecretUnavailable;
import org.hubkeeper.workflows.model.ClusterRef;
import org.junit.jupiter.api.Test;

class KubernetesSecretsTest {

  private static final ClusterRef CLUSTER =
      new ClusterRef("c", "test", "aws", "111122223333", "us-west-2", "aws", "uid-1");

  @Test
  void aKeyOfASecretIsReadAndWhatIsMissingIsToldWithItsRemedy() throws Exception {
    try (FakeApiServer server = new FakeApiServer();
        ClusterClients clients =
            new ClusterClients(
                cluster -> new ClusterAccess.Derived(server.endpoint(), "", () -> server.token),
                Network.of(Map.of(), Optional.empty()))) {
      KubernetesSecrets secrets = new KubernetesSecrets(() -> clients.apply(CLUSTER));

      assertThat(secrets.read("mail/smtp#password")).isEqualTo("swordfish");
      assertThatThrownBy(() -> secrets.read("mail/smtp#user"))
          .isInstanceOf(SecretUnavailable.class)
          .hasMessage("has no such key; add the key user to the Secret");
      server.refusal = 404;
      assertThatThrownBy(() -> secrets.read("mail/none#user"))
          .isInstanceOf(SecretUnavailable.class)
          .hasMessageContaining("kubectl create secret generic -n mail none");
      server.refusal = 403;
      assertThatThrownBy(() -> secrets.read("mail/none#user"))
          .isInstanceOf(KubernetesClientException.class);
    }
  }
}
