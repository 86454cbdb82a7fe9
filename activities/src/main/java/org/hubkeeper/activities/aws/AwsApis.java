package org.hubkeeper.activities.aws;

import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The services of AWS in a cluster's account and region. */
public interface AwsApis {

  /** Machines, networks and volumes. */
  Ec2Client ec2(ClusterRef cluster);

  /** Control planes and node groups. */
  EksClient eks(ClusterRef cluster);

  /** Who the credentials are of. */
  StsClient sts(ClusterRef cluster);

  /** Roles and identity providers of the account. */
  IamClient iam(ClusterRef cluster);

  /** Stacks. */
  CloudFormationClient cloudFormation(ClusterRef cluster);

  /** Groups of machines. */
  AutoScalingClient autoScaling(ClusterRef cluster);

  /** What the account may have. */
  ServiceQuotasClient quotas(ClusterRef cluster);

  /** Buckets of the region. */
  S3Client s3(ClusterRef cluster);

  /** Names of the account. */
  Route53Client route53(ClusterRef cluster);
}
