package org.hubkeeper.workflows.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of pools that took another's place, as {@code core-1-34}. */
public final class CopyNames {

  private static final Pattern VERSIONED = Pattern.compile("(.+)-\\d+-\\d+");

  private CopyNames() {}

  /** The name without the version that a copy's carries; locks of pools are of that name. */
  public static String base(String name) {
    Matcher matcher = VERSIONED.matcher(name);
    return matcher.matches() ? matcher.group(1) : name;
  }
}
