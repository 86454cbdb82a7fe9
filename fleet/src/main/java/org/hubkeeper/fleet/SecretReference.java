package org.hubkeeper.fleet;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a secret is, as {@code env:NAME}; no secret itself, so it may be printed.
 *
 * @param scheme the part before the colon, which names the source
 * @param locator the part after it, which the source understands
 */
public record SecretReference(String scheme, String locator) {

  /** What a reference may look like; the schema's words for it. */
  public static final String EXPECTED = definition("x-expected");

  private static final Pattern FORM = Pattern.compile(definition("pattern"));

  /** Reads a reference; empty when the text is none, and then it may well be a secret. */
  public static Optional<SecretReference> parse(String text) {
    if (text == null || !FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    return Optional.of(new SecretReference(text.substring(0, colon), text.substring(colon + 1)));
  }

  @Override
  public String toString() {
    return scheme + ":" + locator;
  }

  private static String definition(String keyword) {
    return StrictYaml.json(FleetFile.schema()).at("/$defs/secret").get(keyword).asText();
  }
}
