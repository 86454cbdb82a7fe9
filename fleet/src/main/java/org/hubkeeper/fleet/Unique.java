package org.hubkeeper.fleet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names that only one may have. */
public final class Unique {

  private Unique() {}

  /**
   * Refuses every value that stands twice, where it stands the second time.
   *
   * @param owner what each of them belongs to, as {@code hub}
   */
  public static void check(List<Place> places, String owner, Problems problems) {
    Map<String, Place> seen = new HashMap<>();
    for (Place place : places) {
      Place first = seen.putIfAbsent(place.raw(), place);
      if (first != null) {
        problems.add(
            place,
            "%s is taken by %s in line %d; each %s needs its own"
                .formatted(Words.quote(place.raw()), first.path(), first.line(), owner));
      }
    }
  }
}
