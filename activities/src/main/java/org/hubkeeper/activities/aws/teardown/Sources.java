package org.hubkeeper.activities.aws.teardown;

import java.util.List;

/** Several listings read one after another as if they were one. */
public final class Sources {

  /** One listing, page by page. */
  @FunctionalInterface
  public interface Source {
    Slice page(String token);
  }

  private Sources() {}

  /** The page that a token stands for; the token tells the listing and the place in it. */
  public static Slice page(List<Source> sources, String token) {
    if (sources.isEmpty()) {
      return Slice.last(List.of());
    }
    int at = token.isEmpty() ? 0 : Integer.parseInt(token.substring(0, token.indexOf(' ')));
    Slice slice = sources.get(at).page(token.substring(token.indexOf(' ') + 1));
    if (!slice.next().isEmpty()) {
      return new Slice(slice.sights(), at + " " + slice.next());
    }
    return new Slice(slice.sights(), at + 1 < sources.size() ? at + 1 + " " : "");
  }
}
