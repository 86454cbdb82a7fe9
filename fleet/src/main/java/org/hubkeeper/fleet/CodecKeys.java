package org.hubkeeper.fleet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hubkeeper.workflows.codec.PayloadKey;

/** Fetches the keys that payloads are encrypted with from where references say that they are. */
public final class CodecKeys {

  private CodecKeys() {}

  /**
   * Where one key is.
   *
   * @param id its name, which stands in clear beside what was encrypted with it
   * @param key reference to 32 bytes in base64
   */
  public record Place(String id, String key) {}

  /** Reads {@code ID=REFERENCE,ID=REFERENCE}, the first of which encrypts; empty text is no key. */
  public static List<Place> places(String text, String field) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .map(part -> place(part, field))
        .toList();
  }

  private static Place place(String part, String field) {
    int equals = part.indexOf('=');
    if (equals < 1) {
      // Not repeated: it may be a key in the wrong place.
      throw new SecretException(
          field + ": must be ID=REFERENCE, several with commas, as 2026=file:/etc/hubkeeper/2026");
    }
    return new Place(part.substring(0, equals), part.substring(equals + 1));
  }

  /**
   * The keys behind the references.
   *
   * @throws SecretException naming field and remedy
   */
  public static List<PayloadKey> fetch(List<Place> places, SecretResolver secrets, String field) {
    List<PayloadKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Place place : places) {
      if (!ids.add(place.id())) {
        throw new SecretException(field + ": two keys have the id " + place.id());
      }
      try {
        keys.add(PayloadKey.of(place.id(), secrets.resolve(place.key(), field).reveal()));
      } catch (IllegalArgumentException e) {
        throw new SecretException(field + ": " + e.getMessage());
      }
    }
    return keys;
  }
}
