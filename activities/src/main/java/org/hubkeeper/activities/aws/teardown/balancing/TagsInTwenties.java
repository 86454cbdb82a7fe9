package org.hubkeeper.activities.aws.teardown.balancing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tags of load balancers, which AWS tells for twenty at a time. */
final class TagsInTwenties {

  private static final int MOST = 20;

  private TagsInTwenties() {}

  /** By what names them; {@code ask} answers for a few. */
  static Map<String, Map<String, String>> of(
      List<String> names, Function<List<String>, Map<String, Map<String, String>>> ask) {
    Map<String, Map<String, String>> tags = new HashMap<>();
    for (int from = 0; from < names.size(); from += MOST) {
      tags.putAll(ask.apply(names.subList(from, Math.min(from + MOST, names.size()))));
    }
    return tags;
  }
}
