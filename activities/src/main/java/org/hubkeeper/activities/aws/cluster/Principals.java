package org.hubkeeper.activities.aws.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;

/** Whom an access entry can name. */
final class Principals {

  private static final Pattern ASSUMED =
      Pattern.compile("arn:[^:]+:sts::\\d{12}:assumed-role/([^/]+)/.+");
  private static final Pattern USER = Pattern.compile("arn:[^:]+:iam::\\d{12}:user/.+");

  private Principals() {}

  /** The role or user that the worker acts as; IAM knows the path of a role, STS does not. */
  static String own(AwsApis apis, ClusterRef cluster) {
    String caller = apis.sts(cluster).getCallerIdentity().arn();
    Matcher assumed = ASSUMED.matcher(caller);
    if (assumed.matches()) {
      return apis.iam(cluster).getRole(r -> r.roleName(assumed.group(1))).role().arn();
    }
    if (USER.matcher(caller).matches()) {
      return caller;
    }
    throw Failures.of(
        FailureKind.REJECTED,
        ("the worker acts as %s, for which EKS takes no access entry; let it act as a role or a"
                + " user, with `roleArn` of %s in the fleet file")
            .formatted(caller, cluster),
        null);
  }
}
