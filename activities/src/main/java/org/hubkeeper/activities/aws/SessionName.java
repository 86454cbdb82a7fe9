package org.hubkeeper.activities.aws;

/** The name under which an assumed role shows up in CloudTrail. */
final class SessionName {

  /** What STS takes. */
  private static final int LONGEST = 64;

  private static final String PREFIX = "hubkeeper-";

  private SessionName() {}

  /** The end of a workflow id tells runs apart, so a long one is cut at its beginning. */
  static String of(String run) {
    String allowed = run.replaceAll("[^\\w+=,.@-]", "-");
    return PREFIX + allowed.substring(Math.max(0, allowed.length() - LONGEST + PREFIX.length()));
  }
}
