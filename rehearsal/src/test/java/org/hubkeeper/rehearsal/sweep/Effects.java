package org.hubkeeper.rehearsal.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What requests in the simulator's log have made. */
final class Effects {

  private static final int OK = 2;

  private Effects() {}

  /** Each request that makes something, without its token, to the different things it has made. */
  static Map<String, Set<String>> made(Iterable<JsonNode> changes) {
    Map<String, Set<String>> made = new TreeMap<>();
    for (JsonNode change : changes) {
      String operation = change.path("operation").asText();
      boolean makes = operation.startsWith("Create") && !operation.endsWith("Tags");
      if (makes && change.path("status").asInt() / 100 == OK) {
        made.computeIfAbsent(operation + " " + asked(change), any -> new TreeSet<>())
            .add(change.path("resources").toString());
      }
    }
    return made;
  }

  /** Those that have made another thing each time that they were sent. */
  static Map<String, String> madeAnew(Iterable<JsonNode> changes) {
    Map<String, String> anew = new TreeMap<>();
    made(changes)
        .forEach(
            (request, things) -> {
              if (things.size() > 1) {
                anew.put(request, "made " + things);
              }
            });
    return anew;
  }

  private static Map<String, String> asked(JsonNode change) {
    Map<String, String> asked = new TreeMap<>();
    change.path("params").properties().forEach(p -> asked.put(p.getKey(), p.getValue().toString()));
    asked.keySet().removeIf(key -> key.toLowerCase(Locale.ROOT).endsWith("token"));
    return asked;
  }
}
