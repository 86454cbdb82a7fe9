package org.hubkeeper.activities.aws;

import java.util.Map;
import java.util.function.Supplier;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

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
    return new AwsApis() {
      @Override
      public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
          ClusterRef cluster, Class<C> type, Supplier<B> builder) {
        if (!clients.containsKey(type)) {
          throw new AssertionError("nobody should ask " + type.getSimpleName());
        }
        return type.cast(clients.get(type));
      }
    };
  }
}
