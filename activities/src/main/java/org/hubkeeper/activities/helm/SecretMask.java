package org.hubkeeper.activities.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The lines of an object with what a Secret holds left out. */
final class SecretMask {

  private SecretMask() {}

  /**
   * The lines to show.
   *
   * @param object begins with the kind
   * @param before the object as it was: entries that it does not have are marked as changed
   */
  static List<String> lines(String object, String text, String before) {
    if (!object.startsWith("Secret ")) {
      return text.lines().toList();
    }
    Set<String> known = entries(before).stream().collect(Collectors.toSet());
    List<String> shown = new ArrayList<>();
    boolean inside = false;
    for (String entry : entries(text)) {
      String first = entry.lines().findFirst().orElse("");
      if (!first.startsWith(" ")) {
        inside = first.startsWith("data:") || first.startsWith("stringData:");
        shown.add(inside ? first.substring(0, first.indexOf(':') + 1) : first);
      } else if (inside) {
        boolean changed = !before.isEmpty() && !known.contains(entry);
        shown.add(
            first.replaceFirst("^( *[^:]+:).*", "$1 ") + Masks.MASK + (changed ? ", changed" : ""));
      } else {
        shown.addAll(entry.lines().toList());
      }
    }
    return shown;
  }

  /** The text by entries of the second level: a line with all that is indented deeper. */
  private static List<String> entries(String text) {
    List<String> entries = new ArrayList<>();
    int level = 0;
    for (String line : text.lines().toList()) {
      int indent = line.length() - line.stripLeading().length();
      boolean deeper = !entries.isEmpty() && (line.isBlank() || level > 0 && indent > level);
      if (deeper) {
        entries.set(entries.size() - 1, entries.get(entries.size() - 1) + "\n" + line);
      } else {
        entries.add(line);
        level = indent;
      }
    }
    return entries;
  }
}
