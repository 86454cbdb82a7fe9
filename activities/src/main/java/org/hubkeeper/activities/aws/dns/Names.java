package org.hubkeeper.activities.aws.dns;

import java.util.Locale;

/** Host names as people write them: small letters, no dot at the end. */
final class Names {

  private Names() {}

  static String plain(String name) {
    String small = name.toLowerCase(Locale.ROOT);
    return small.endsWith(".") ? small.substring(0, small.length() - 1) : small;
  }

  static boolean same(String one, String other) {
    return plain(one).equals(plain(other));
  }

  /** Whether a zone holds a name: equal to it, or a suffix of whole labels. */
  static boolean within(String zone, String name) {
    return same(zone, name) || plain(name).endsWith("." + plain(zone));
  }
}
