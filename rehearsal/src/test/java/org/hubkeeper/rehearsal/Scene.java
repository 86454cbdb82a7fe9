package org.hubkeeper.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a scenario has made: volumes by the case that they stand for. */
public record Scene(JsonNode made) {

  /** The volume that stands for a case. */
  public String volume(String name) {
    return StreamSupport.stream(made.path("volumes").spliterator(), false)
        .filter(volume -> volume.path("case").asText().equals(name))
        .map(volume -> volume.path("id").asText())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no volume " + name));
  }

  /** The volumes of several cases. */
  public List<String> volumes(String... names) {
    return java.util.Arrays.stream(names).map(this::volume).toList();
  }

  /** The volumes of all cases. */
  public List<String> all() {
    return made.path("volumes").findValuesAsText("id");
  }

  /** Those that the default scenario offers for deletion. */
  public List<String> candidates() {
    return volumes(
        "our-tags",
        "our-and-claim-tags",
        "claim-tags",
        "claim-tags-gp2",
        "claim-tags-io1",
        "claim-tags-with-snapshot",
        "keep-expired",
        "snapshot-tags",
        "name-tag-only",
        "unidentified");
  }
}
