package org.hubkeeper.activities.aws;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tags that say that a volume is somebody else's. Only the tag's key is told: values may be names
 * of people.
 */
final class ForeignMarks {

  /** Keys by which teams and tools mark what is theirs, without case and separators. */
  private static final Set<String> OWNER_KEYS =
      Set.of(
          "owner",
          "owners",
          "ownedby",
          "team",
          "contact",
          "createdby",
          "creator",
          "managedby",
          "terraform",
          "terraformed",
          "pulumi",
          "application",
          "app",
          "service",
          "project",
          "department",
          "costcenter");

  private ForeignMarks() {}

  /** Why the volume is none of ours; empty when nothing says so. */
  static String in(Map<String, String> tags) {
    Optional<String> reserved = first(tags, key -> key.startsWith("aws:"));
    if (reserved.isPresent()) {
      return "AWS itself manages it (tag %s)".formatted(reserved.get());
    }
    if (ours(tags)) {
      return "";
    }
    return first(tags, key -> OWNER_KEYS.contains(plain(key)))
        .map(key -> "it has the tag %s and none of Kubernetes".formatted(key))
        .orElse("");
  }

  /** A driver may be told to put a team's tags on its volumes, so those of Kubernetes win. */
  private static boolean ours(Map<String, String> tags) {
    return first(
            tags,
            key ->
                key.startsWith("hubkeeper/")
                    || key.startsWith("kubernetes.io/")
                    || key.equals(VolumeTags.LEGACY_CLUSTER)
                    || key.equals(VolumeTags.DRIVER_CLUSTER))
        .isPresent();
  }

  private static Optional<String> first(Map<String, String> tags, Predicate<String> wanted) {
    return tags.keySet().stream().filter(wanted).sorted().findFirst();
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
