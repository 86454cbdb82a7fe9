package org.hubkeeper.workflows.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A minor release of Kubernetes, as 1.34. Patches and a provider's own suffixes are left out. */
public record KubeVersion(int major, int minor) implements Comparable<KubeVersion> {

  private static final Pattern FORM = Pattern.compile("v?(\\d{1,3})\\.(\\d{1,3})(?:[.+-].*)?");

  /**
   * Reads {@code 1.34}, {@code v1.34.2} or {@code v1.34.2-eks-1a2b3c4}; empty for anything else.
   */
  public static Optional<KubeVersion> find(String text) {
    Matcher matcher = FORM.matcher(text == null ? "" : text.strip());
    return matcher.matches()
        ? Optional.of(
            new KubeVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** The same for what must be a version. */
  public static KubeVersion parse(String text) {
    return find(text)
        .orElseThrow(() -> new IllegalArgumentException("not a Kubernetes version: " + text));
  }

  public KubeVersion next() {
    return new KubeVersion(major, minor + 1);
  }

  public KubeVersion previous() {
    return new KubeVersion(major, minor - 1);
  }

  public boolean newerThan(KubeVersion other) {
    return compareTo(other) > 0;
  }

  public boolean olderThan(KubeVersion other) {
    return compareTo(other) < 0;
  }

  /** How many minors this is ahead of another of the same major; negative when it is behind. */
  public int ahead(KubeVersion other) {
    return minor - other.minor;
  }

  @Override
  public int compareTo(KubeVersion other) {
    return major == other.major
        ? Integer.compare(minor, other.minor)
        : Integer.compare(major, other.major);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
