package org.hubkeeper.activities.aws;

import java.util.function.Supplier;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.efs.EfsClient;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The services of AWS in a cluster's account and region. */
public interface AwsApis {

  /** The client of one service, for the account and region that the fleet file names. */
  <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
      ClusterRef cluster, Class<C> type, Supplier<B> builder);

  /** Machines, networks and volumes. */
  default Ec2Client ec2(ClusterRef cluster) {
    return client(cluster, Ec2Client.class, Ec2Client::builder);
  }

  /** Control planes and node groups. */
  default EksClient eks(ClusterRef cluster) {
    return client(cluster, EksClient.class, EksClient::builder);
  }

  /** Who the credentials are of. */
  default StsClient sts(ClusterRef cluster) {
    return client(cluster, StsClient.class, StsClient::builder);
  }

  /** Roles and identity providers of the account. */
  default IamClient iam(ClusterRef cluster) {
    return client(cluster, IamClient.class, IamClient::builder);
  }

  /** Stacks. */
  default CloudFormationClient cloudFormation(ClusterRef cluster) {
    return client(cluster, CloudFormationClient.class, CloudFormationClient::builder);
  }

  /** Groups of machines. */
  default AutoScalingClient autoScaling(ClusterRef cluster) {
    return client(cluster, AutoScalingClient.class, AutoScalingClient::builder);
  }

  /** What the account may have. */
  default ServiceQuotasClient quotas(ClusterRef cluster) {
    return client(cluster, ServiceQuotasClient.class, ServiceQuotasClient::builder);
  }

  /** Buckets of the region. */
  default S3Client s3(ClusterRef cluster) {
    return client(cluster, S3Client.class, S3Client::builder);
  }

  /** Names of the account. */
  default Route53Client route53(ClusterRef cluster) {
    return client(cluster, Route53Client.class, Route53Client::builder);
  }

  /** Secrets of the account and region. */
  default SecretsManagerClient secretsManager(ClusterRef cluster) {
    return client(cluster, SecretsManagerClient.class, SecretsManagerClient::builder);
  }

  /** Load balancers of the second generation and their target groups. */
  default ElasticLoadBalancingV2Client balancers(ClusterRef cluster) {
    return client(
        cluster, ElasticLoadBalancingV2Client.class, ElasticLoadBalancingV2Client::builder);
  }

  /** Load balancers of the first generation. */
  default ElasticLoadBalancingClient classicBalancers(ClusterRef cluster) {
    return client(cluster, ElasticLoadBalancingClient.class, ElasticLoadBalancingClient::builder);
  }

  /** Shared file systems. */
  default EfsClient efs(ClusterRef cluster) {
    return client(cluster, EfsClient.class, EfsClient::builder);
  }

  /** Keys. */
  default KmsClient kms(ClusterRef cluster) {
    return client(cluster, KmsClient.class, KmsClient::builder);
  }

  /** Image registries. */
  default EcrClient ecr(ClusterRef cluster) {
    return client(cluster, EcrClient.class, EcrClient::builder);
  }

  /** Logs. */
  default CloudWatchLogsClient logs(ClusterRef cluster) {
    return client(cluster, CloudWatchLogsClient.class, CloudWatchLogsClient::builder);
  }

  /** Whatever carries a tag, across services. */
  default ResourceGroupsTaggingApiClient tagged(ClusterRef cluster) {
    return client(
        cluster, ResourceGroupsTaggingApiClient.class, ResourceGroupsTaggingApiClient::builder);
  }
}
