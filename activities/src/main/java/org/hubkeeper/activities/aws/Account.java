package org.hubkeeper.activities.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The clients of one account and region with the same credentials, each built when it is first
 * asked for.
 */
final class Account {

  private final AwsCredentialsProvider credentials;
  private final Supplier<String> caller;
  private final Map<Class<?>, Object> clients = new HashMap<>();
  private boolean verified;

  /** {@code caller} tells the account that the credentials are of. */
  Account(AwsCredentialsProvider credentials, Supplier<String> caller) {
    this.credentials = credentials;
    this.caller = caller;
  }

  /** Asks once; credentials of another account would find, and change, another team's things. */
  synchronized void verify(ClusterRef cluster) {
    if (verified) {
      return;
    }
    String actual = caller.get();
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

  <C> C client(Class<C> type, Supplier<C> open) {
    synchronized (clients) {
      return type.cast(clients.computeIfAbsent(type, first -> open.get()));
    }
  }
}
