package org.hubkeeper.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.rehearsal.world.SimulatedAws.Resource;

/**
 * What a scenario of teardown has made.
 *
 * @param made as the simulator tells, see its README
 * @param before everything that there was before the run
 */
public record Estate(JsonNode made, List<Resource> before) {

  /** What goes only by an explicit word: data, backups, keys. */
  private static final Set<String> DATA =
      Set.of("volume", "snapshot", "bucket", "key", "key-alias", "file-system");

  private static final Set<String> ENDS =
      Set.of("Delete", "Terminate", "Release", "Revoke", "Detach", "Schedule");

  /** Everything that is none of the cluster's, as kind and id. */
  public Set<String> others() {
    Set<String> others = new TreeSet<>();
    made.path("others").forEach(one -> others.add(one.asText()));
    return others;
  }

  /**
   * What the cluster had and is still there, but for data; the roles of callers are the world's.
   */
  public List<String> residue(List<Resource> now) {
    Set<String> others = others();
    return now.stream()
        .filter(one -> !DATA.contains(one.kind()))
        .filter(one -> !one.id().startsWith("hubkeeper-worker"))
        .map(Resource::key)
        .filter(key -> !others.contains(key))
        .sorted()
        .toList();
  }

  /** What others had and is there no more, or with other tags. */
  public List<String> harm(List<Resource> now) {
    Set<String> others = others();
    Set<Resource> present = Set.copyOf(now);
    return before.stream()
        .filter(one -> others.contains(one.key()) && !present.contains(one))
        .map(Resource::key)
        .toList();
  }

  /** Data that was there before and is there no more. */
  public List<String> lost(List<Resource> now) {
    Set<String> present = now.stream().map(Resource::key).collect(Collectors.toSet());
    return before.stream()
        .filter(one -> DATA.contains(one.kind()))
        .map(Resource::key)
        .filter(key -> !present.contains(key))
        .toList();
  }

  /** Ids that removals were sent for, though they are neither approved nor derived from what is. */
  public List<String> unapproved(List<Request> changes, String approved) {
    List<String> found = new ArrayList<>();
    for (Request change : changes) {
      if (ENDS.stream().anyMatch(change.operation()::startsWith)) {
        boolean covered = change.resources().stream().anyMatch(id -> covers(approved, id));
        if (!covered) {
          found.add(change.operation() + " " + change.resources());
        }
      }
    }
    return found;
  }

  private boolean covers(String approved, String id) {
    return approved.contains(id)
        || before.stream()
            .filter(one -> one.id().equals(id) && one.kind().equals("interface"))
            .anyMatch(one -> !others().contains(one.key()));
  }

  /** A text of what was made, by its path. */
  public String text(String path) {
    return made.at(path).asText();
  }
}
