package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.Component.SecretWish;

/** Secrets that are there before a release needs them. */
final class OwnSecrets {

  private static final String GENERATED = "generate:";

  private static final String LETTERS_AND_DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final KubernetesClient client;
  private final String namespace;
  private final SecretResolver references;

  OwnSecrets(KubernetesClient client, String namespace, SecretResolver references) {
    this.client = client;
    this.namespace = namespace;
    this.references = references;
  }

  List<String> missing(List<SecretWish> wishes) {
    return wishes.stream().filter(wish -> !complete(wish)).map(SecretWish::name).toList();
  }

  /** What is generated once is never made again: data that was encrypted by it would be lost. */
  void ensure(SecretWish wish) {
    Secret found = client.secrets().inNamespace(namespace).withName(wish.name()).get();
    if (found != null && complete(wish, found)) {
      return;
    }
    if (found != null && !OwnObjects.ours(found)) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "the Secret %s/%s lacks %s and was not made by Hubkeeper; add them, or remove it"
              .formatted(namespace, wish.name(), lacking(wish, found)),
          null);
    }
    OwnObjects.apply(
        client,
        new SecretBuilder()
            .withMetadata(OwnObjects.meta(namespace, wish.name()))
            .withType(wish.type().isEmpty() ? "Opaque" : wish.type())
            .withData(data(wish, found == null ? Map.of() : entries(found)))
            .build());
  }

  private boolean complete(SecretWish wish) {
    Secret found = client.secrets().inNamespace(namespace).withName(wish.name()).get();
    return found != null && complete(wish, found);
  }

  private static boolean complete(SecretWish wish, Secret found) {
    return lacking(wish, found).isEmpty();
  }

  private static List<String> lacking(SecretWish wish, Secret found) {
    return wish.entries().keySet().stream()
        .filter(key -> entries(found).getOrDefault(key, "").isEmpty())
        .sorted()
        .toList();
  }

  private Map<String, String> data(SecretWish wish, Map<String, String> found) {
    return wish.entries().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> value(wish, entry, found.getOrDefault(entry.getKey(), "")),
                (one, other) -> one,
                TreeMap::new));
  }

  private String value(SecretWish wish, Map.Entry<String, String> entry, String found) {
    String reference = entry.getValue();
    if (reference.startsWith(GENERATED)) {
      return found.isEmpty() ? generated(reference.substring(GENERATED.length())) : found;
    }
    String field = "secrets." + wish.name() + "." + entry.getKey();
    return base64(references.resolve(reference, field).reveal());
  }

  private static String generated(String length) {
    return base64(
        RANDOM
            .ints(Integer.parseInt(length), 0, LETTERS_AND_DIGITS.length())
            .mapToObj(at -> LETTERS_AND_DIGITS.substring(at, at + 1))
            .collect(Collectors.joining()));
  }

  private static Map<String, String> entries(Secret secret) {
    return secret.getData() == null ? Map.of() : secret.getData();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
