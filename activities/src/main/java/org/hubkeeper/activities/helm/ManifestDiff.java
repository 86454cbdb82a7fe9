package org.hubkeeper.activities.helm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What changes between two rendered manifests, as a unified diff object by object. What a Secret
 * holds is never shown, only that it changes.
 */
final class ManifestDiff {

  /** What a person still reads, and what a recorded plan may hold of one release. */
  private static final int MOST_BYTES = 20_000;

  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---.*\\R?");
  private static final Pattern KIND = Pattern.compile("(?m)^kind: *\"?([A-Za-z]+)");
  private static final Pattern NAME =
      Pattern.compile("(?m)^metadata:\\s*\\R(?: +.*\\R|\\R)*? +name: *\"?([^\\s\"]+)");
  private static final Pattern NAMESPACE =
      Pattern.compile("(?m)^metadata:\\s*\\R(?: +.*\\R|\\R)*? +namespace: *\"?([^\\s\"]+)");

  private ManifestDiff() {}

  /** The change from live to planned; empty when there is none. */
  static String of(String live, String planned, Masks masks) {
    Map<String, String> before = objects(live);
    Map<String, String> after = objects(planned);
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      String from = before.getOrDefault(name, "");
      String to = after.getOrDefault(name, "");
      if (!from.equals(to)) {
        text.append("--- live ").append(name).append('\n');
        text.append("+++ planned ").append(name).append('\n');
        text.append(
            LineDiff.of(SecretMask.lines(name, from, ""), SecretMask.lines(name, to, from)));
      }
    }
    return cut(masks.apply(text.toString()));
  }

  /** By kind, namespace and name; comments say only which template an object comes from. */
  private static Map<String, String> objects(String manifest) {
    Map<String, String> objects = new LinkedHashMap<>();
    for (String document : DOCUMENTS.split(manifest)) {
      String text =
          document
              .lines()
              .filter(line -> !line.startsWith("# Source:"))
              .reduce("", (all, line) -> all + line + "\n");
      if (!text.isBlank()) {
        String name = found(KIND, text) + " " + found(NAMESPACE, text) + "/" + found(NAME, text);
        objects.merge(name.replace(" /", " "), text.strip() + "\n", String::concat);
      }
    }
    return objects;
  }

  private static String found(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }

  private static String cut(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
      return text;
    }
    List<String> kept = new ArrayList<>();
    int bytes = 0;
    int left = 0;
    for (String line : text.lines().toList()) {
      bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes < MOST_BYTES - 100) {
        kept.add(line);
      } else {
        left++;
      }
    }
    return String.join("\n", kept) + "\n… and " + left + " more lines\n";
  }
}
