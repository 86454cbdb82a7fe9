package org.hubkeeper.activities.aws;

/**
 * The role that a cluster's account is worked in.
 *
 * @param roleArn empty to use the worker's own credentials
 * @param externalId empty when the role asks for none
 */
public record AwsAccess(String roleArn, String externalId) {

  /** The worker's own credentials. */
  public static final AwsAccess OWN = new AwsAccess("", "");

  /** Whether the worker takes another role than its own. */
  public boolean assumesRole() {
    return !roleArn.isEmpty();
  }
}
