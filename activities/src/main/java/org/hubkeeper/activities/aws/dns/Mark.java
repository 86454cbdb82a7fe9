package org.hubkeeper.activities.aws.dns;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A text record beside a name, for records have no tags: which cluster Hubkeeper made the record
 * for, and the last change of it, so that every attempt can ask how far that has come.
 *
 * @param change empty when it is not known
 */
record Mark(String cluster, String change) {

  private static final String HERITAGE = "hubkeeper";

  /** Where it is. */
  static String nameFor(String host) {
    return "_hubkeeper." + host;
  }

  /** What a text says; a stranger's names no cluster. */
  static Mark read(String text) {
    Map<String, String> words =
        Arrays.stream(text.split(","))
            .map(word -> word.split("=", 2))
            .filter(pair -> pair.length == 2)
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> one));
    return HERITAGE.equals(words.get("heritage"))
        ? new Mark(words.getOrDefault("cluster", ""), words.getOrDefault("change", ""))
        : new Mark("", "");
  }

  /** As the zone holds it. */
  String text() {
    return "\"heritage=%s,cluster=%s%s\""
        .formatted(HERITAGE, cluster, change.isEmpty() ? "" : ",change=" + change);
  }
}
