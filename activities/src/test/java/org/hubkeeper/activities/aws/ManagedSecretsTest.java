package org.hubkeeper.activities.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.hubkeeper.fleet.SecretUnavailable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

class ManagedSecretsTest {

  private static final String ARN = "arn:aws:secretsmanager:us-west-2:111122223333:secret:";

  private final ManagedSecrets secrets =
      new ManagedSecrets(
          () ->
              new Account(
                  Map.of(
                      ARN + "plain-a1b2c3", "swordfish",
                      ARN + "json-a1b2c3", "{\"password\": \"swordfish\", \"port\": 25}")));

  @Test
  void aSecretIsItsTextOrAKeyOfItsJson() throws SecretUnavailable {
    assertThat(secrets.read(ARN + "plain-a1b2c3")).isEqualTo("swordfish");
    assertThat(secrets.read(ARN + "json-a1b2c3#password")).isEqualTo("swordfish");
    assertThat(secrets.read(ARN + "json-a1b2c3#port")).isEqualTo("25");
  }

  @Test
  void whatIsMissingIsToldWithItsRemedyAndWithoutTheSecret() {
    assertRefused("none-a1b2c3", "is not in the account and region");
    assertRefused("json-a1b2c3#user", "has no such key; add the key user");
    assertRefused("plain-a1b2c3#user", "is no JSON object; leave out");
  }

  private void assertRefused(String name, String message) {
    assertThatThrownBy(() -> secrets.read(ARN + name))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("swordfish");
  }

  /** Answers as the service does. */
  private record Account(Map<String, String> texts) implements SecretsManagerClient {

    @Override
    public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
      if (!texts.containsKey(request.secretId())) {
        throw ResourceNotFoundException.builder().message("can't find it").build();
      }
      return GetSecretValueResponse.builder().secretString(texts.get(request.secretId())).build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
