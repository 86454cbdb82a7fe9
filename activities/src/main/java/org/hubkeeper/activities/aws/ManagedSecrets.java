package org.hubkeeper.activities.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import org.hubkeeper.fleet.SecretSource;
import org.hubkeeper.fleet.SecretUnavailable;
import org.hubkeeper.workflows.kernel.Json;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * {@code aws-secretsmanager:ARN} and {@code aws-secretsmanager:ARN#KEY}, the latter for a key of a
 * secret whose text is a JSON object: secrets of the account and region of a cluster.
 */
public final class ManagedSecrets implements SecretSource {

  private final Supplier<SecretsManagerClient> account;

  /** Connects when a secret is asked for. */
  public ManagedSecrets(Supplier<SecretsManagerClient> account) {
    this.account = account;
  }

  @Override
  public String read(String locator) throws SecretUnavailable {
    int hash = locator.indexOf('#');
    String id = hash < 0 ? locator : locator.substring(0, hash);
    String text = text(id);
    return hash < 0 ? text : value(text, locator.substring(hash + 1));
  }

  private String text(String id) throws SecretUnavailable {
    try {
      String text = account.get().getSecretValue(request -> request.secretId(id)).secretString();
      if (text == null) {
        throw new SecretUnavailable("holds bytes, not text", "store it as text");
      }
      return text;
    } catch (ResourceNotFoundException e) {
      throw new SecretUnavailable(
          "is not in the account and region of the cluster", "create it there, or correct the ARN");
    }
  }

  private static String value(String text, String key) throws SecretUnavailable {
    JsonNode value = object(text).get(key);
    if (value == null || !value.isValueNode()) {
      throw new SecretUnavailable("has no such key", "add the key " + key + " to its JSON object");
    }
    return value.asText();
  }

  private static JsonNode object(String text) throws SecretUnavailable {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      // Its message would repeat a part of the secret.
      throw new SecretUnavailable("is no JSON object", "leave out the part after #");
    }
  }
}
