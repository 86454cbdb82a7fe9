package org.hubkeeper.activities.helm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Hides secrets in text that people see. */
final class Masks {

  static final String MASK = "***";

  /** Shorter ones would hide half of any text; their Secrets are hidden whole anyway. */
  private static final int SHORTEST = 4;

  private final List<String> hidden;

  /** Hides these values, also in Base64, as a Secret holds them, and line by line. */
  Masks(Collection<String> secrets) {
    this.hidden =
        secrets.stream()
            .flatMap(Masks::forms)
            .filter(form -> form.length() >= SHORTEST)
            .distinct()
            // The longest first, lest a part of it be replaced and the rest be shown.
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /** Hides these too. */
  Masks and(Collection<String> more) {
    return new Masks(Stream.concat(hidden.stream(), more.stream()).toList());
  }

  /** The text without any of the secrets. */
  String apply(String text) {
    String masked = text;
    for (String secret : hidden) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  private static Stream<String> forms(String secret) {
    String base64 = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    return Stream.concat(
        Stream.of(secret, secret.strip(), base64), secret.lines().map(String::strip));
  }
}
