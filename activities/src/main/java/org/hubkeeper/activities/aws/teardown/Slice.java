package org.hubkeeper.activities.aws.teardown;

import java.util.List;
import java.util.function.Function;

/** A page of a listing; an empty next says that it is the last. */
public record Slice(List<Sight> sights, String next) {

  public Slice {
    sights = List.copyOf(sights);
    next = next == null ? "" : next;
  }

  /** Of what one answer of the provider holds. */
  public static <T> Slice of(List<T> found, Function<T, Sight> sight, String next) {
    return new Slice(found.stream().map(sight).toList(), next);
  }

  /** All there is. */
  public static Slice last(List<Sight> sights) {
    return new Slice(sights, "");
  }
}
