package org.hubkeeper.activities.aws;

import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The clients of one account and region with the same credentials. */
final class Account {

  private final AwsCredentialsProvider credentials;
  private final Ec2Client ec2;
  private final EksClient eks;
  private final StsClient sts;
  private boolean verified;

  Account(AwsCredentialsProvider credentials, Ec2Client ec2, EksClient eks, StsClient sts) {
    this.credentials = credentials;
    this.ec2 = ec2;
    this.eks = eks;
    this.sts = sts;
  }

  /** Asks once; credentials of another account would find, and change, another team's things. */
  synchronized void verify(ClusterRef cluster) {
    if (verified) {
      return;
    }
    String actual = sts.getCallerIdentity().account();
    if (!actual.equals(cluster.account())) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("the AWS credentials for %s are of account %s, the fleet file says %s; give the worker"
                  + " other credentials or correct `account` or `roleArn` of %s in the fleet file")
              .formatted(cluster, actual, cluster.account(), cluster),
          null);
    }
    verified = true;
  }

  AwsCredentialsProvider credentials() {
    return credentials;
  }

  Ec2Client ec2() {
    return ec2;
  }

  EksClient eks() {
    return eks;
  }

  StsClient sts() {
    return sts;
  }
}
