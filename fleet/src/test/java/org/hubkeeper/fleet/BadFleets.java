package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The mistakes of {@code bad-fleets.yaml}. */
final class BadFleets {

  /** Uses every field. */
  static final String GOOD = resource("good-fleet.yaml");

  private BadFleets() {}

  /**
   * One of them.
   *
   * @param by who refuses it: schema or reader
   * @param fleet a file of its own; else the good one with a replacement
   */
  record Mistake(
      String title, String by, String replace, String with, String fleet, List<String> says) {

    String yaml() {
      if (fleet != null) {
        return fleet;
      }
      assertThat(GOOD).contains(replace);
      int at = GOOD.indexOf(replace);
      return GOOD.substring(0, at) + with + GOOD.substring(at + replace.length());
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static List<Mistake> all() {
    return document(resource("bad-fleets.yaml")).items().stream()
        .map(place -> StrictYaml.value(place, Mistake.class))
        .toList();
  }

  static Place document(String yaml) {
    Path file = Path.of("fleet.yaml");
    return StrictYaml.document(file, yaml.getBytes(StandardCharsets.UTF_8), new Problems(file))
        .orElseThrow();
  }

  private static String resource(String name) {
    try (InputStream stream = BadFleets.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
