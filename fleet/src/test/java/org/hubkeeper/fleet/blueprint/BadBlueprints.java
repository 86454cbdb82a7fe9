package org.hubkeeper.fleet.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;
import org.hubkeeper.fleet.StrictYaml;

/** The mistakes of {@code bad-blueprints.yaml}, and the folder that they are made in. */
final class BadBlueprints {

  private static final List<String> FILES =
      List.of(
          "fleet.yaml",
          "cluster.yaml",
          "autoscaler.yaml",
          "hub.yaml",
          "small.yaml",
          "dashboards/a.json",
          "dashboards/b.json");

  private BadBlueprints() {}

  /**
   * One of them.
   *
   * @param by who refuses it: schema or reader
   */
  record Mistake(
      String title,
      String file,
      String by,
      String replace,
      @JsonProperty("with") String replacement,
      List<String> says) {

    /** The file with the mistake. */
    String text() {
      String good = resource("good/" + file);
      assertThat(good).contains(replace);
      int at = good.indexOf(replace);
      return good.substring(0, at) + replacement + good.substring(at + replace.length());
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static List<Mistake> all() {
    return document(resource("bad-blueprints.yaml")).items("mistakes").stream()
        .map(place -> StrictYaml.value(place, Mistake.class))
        .toList();
  }

  /** Writes the good files; returns the fleet file. */
  static Path good(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("dashboards"));
    for (String name : FILES) {
      Files.writeString(folder.resolve(name), resource("good/" + name));
    }
    return folder.resolve("fleet.yaml");
  }

  static Place document(String yaml) {
    Path file = Path.of("any.yaml");
    return StrictYaml.checked(
        file, yaml.getBytes(StandardCharsets.UTF_8), "{}", new Problems(file));
  }

  static String resource(String name) {
    try (InputStream stream = BadBlueprints.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
