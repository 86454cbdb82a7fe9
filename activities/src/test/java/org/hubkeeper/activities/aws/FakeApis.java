package org.hubkeeper.activities.aws;

import java.lang.reflect.Proxy;
import java.util.Map;
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

/** The clients that a test gives; any other service must not be asked. */
public record FakeApis(Map<Class<?>, Object> clients) {

  public static final ClusterRef CLUSTER =
      new ClusterRef("demo", "test", "aws", "123456789012", "us-west-2", "aws", "");

  /** A run with tokens that are easy to read. */
  public static final Author AUTHOR =
      new Author() {
        @Override
        public String run() {
          return "bootstrap/demo/1";
        }

        @Override
        public String token(String purpose) {
          return "token of " + purpose;
        }
      };

  /** As the classes under test take them. */
  public AwsApis apis() {
    Map<String, Class<?>> types =
        Map.of(
            "ec2", Ec2Client.class,
            "eks", EksClient.class,
            "sts", StsClient.class,
            "iam", IamClient.class,
            "cloudFormation", CloudFormationClient.class,
            "autoScaling", AutoScalingClient.class,
            "quotas", ServiceQuotasClient.class,
            "s3", S3Client.class,
            "route53", Route53Client.class);
    return (AwsApis)
        Proxy.newProxyInstance(
            AwsApis.class.getClassLoader(),
            new Class<?>[] {AwsApis.class},
            (proxy, method, arguments) -> {
              Object client = clients.get(types.get(method.getName()));
              if (client == null) {
                throw new AssertionError("nobody should ask " + method.getName());
              }
              return client;
            });
  }
}
