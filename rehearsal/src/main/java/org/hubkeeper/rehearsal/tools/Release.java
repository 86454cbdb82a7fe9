package org.hubkeeper.rehearsal.tools;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version as tools tell it; only the first two numbers matter here. */
record Release(int major, int minor) {

  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)");

  /** The first version in a text. */
  static Optional<Release> in(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.find()
        ? Optional.of(
            new Release(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))))
        : Optional.empty();
  }

  /** Whether it is this release or a later one of the same major version. */
  boolean fits(Release least) {
    return major == least.major && minor >= least.minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
