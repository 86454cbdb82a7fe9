package org.hubkeeper.fleet.blueprint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;

/** Helm values as they hold together, each with the file and line that it comes from. */
final class EffectiveValues {

  /** A scalar value. */
  record Spot(Place place, Problems problems) {

    String text() {
      return place.raw();
    }

    /** File and line. */
    String where() {
      return problems.file() + ":" + place.line();
    }

    void refuse(String text) {
      problems.add(place, text);
    }
  }

  private final Map<String, Spot> spots = new TreeMap<>();

  /** Adds a file's values, which win over those that were added before. */
  void add(Place root, Problems problems) {
    walk("", root, problems);
  }

  /** By its path, as {@code singleuser.memory.limit}; empty when it has none or an empty one. */
  Optional<Spot> at(String path) {
    return Optional.ofNullable(spots.get(path)).filter(spot -> !spot.text().isEmpty());
  }

  /** By their paths, in the paths' order. */
  Map<String, Spot> all() {
    return spots;
  }

  /** A group of lists, as it holds together. */
  ObjectNode lists(String path) {
    ObjectNode lists = JsonNodeFactory.instance.objectNode();
    spots.forEach(
        (known, spot) -> {
          if (known.startsWith(path + ".")) {
            String key = known.substring(path.length() + 1).replaceFirst("\\[[0-9]+]$", "");
            lists.withArray("/" + key).add(spot.text());
          }
        });
    return lists;
  }

  private void walk(String path, Place place, Problems problems) {
    switch (place.type()) {
      case "object" ->
          place
              .entries()
              .forEach(
                  entry ->
                      walk(
                          path.isEmpty() ? entry.name() : path + "." + entry.name(),
                          entry.value(),
                          problems));
      case "array" -> {
        // Helm replaces lists, it does not join them.
        spots.keySet().removeIf(known -> known.startsWith(path + "["));
        for (int i = 0; i < place.items().size(); i++) {
          walk(path + "[" + i + "]", place.items().get(i), problems);
        }
      }
      default -> spots.put(path, new Spot(place, problems));
    }
  }
}
