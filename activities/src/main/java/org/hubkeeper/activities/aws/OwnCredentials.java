package org.hubkeeper.activities.aws;

import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The worker's own credentials, found as the SDK finds them. When there are none the SDK throws the
 * same type as for an unanswered request; here the place tells the difference.
 */
final class OwnCredentials implements AwsCredentialsProvider, AutoCloseable {

  private final DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (SdkClientException e) {
      throw Failures.of(
          FailureKind.CREDENTIALS,
          "the worker has no AWS credentials; give it a profile (AWS_PROFILE), keys"
              + " (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) or the role of its machine or pod",
          null);
    }
  }

  @Override
  public void close() {
    chain.close();
  }
}
