package org.hubkeeper.activities.aws;

import java.util.List;
import java.util.Set;
import org.hubkeeper.activities.Attempt;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * What every request to AWS goes through.
 *
 * <ol>
 *   <li>A call waits for its turn in the bucket of its account and region.
 *   <li>A request that changes something leaves only while its attempt counts.
 *   <li>A request without client token whose answer was lost is not sent again by the SDK: the next
 *       attempt of the activity looks first.
 * </ol>
 */
final class CallGuard implements ExecutionInterceptor {

  private static final List<String> READING =
      List.of("Describe", "Get", "List", "Head", "Lookup", "Search", "AssumeRole", "Decode");

  /** Creating operations that take no client token; sent twice they have two effects. */
  private static final Set<String> WITHOUT_TOKEN = Set.of("CreateSnapshot", "CreateSnapshots");

  private static final ExecutionAttribute<Boolean> SENT =
      new ExecutionAttribute<>("hubkeeper.sent");

  private final TokenBucket changes;
  private final TokenBucket reads;

  CallGuard(TokenBucket changes, TokenBucket reads) {
    this.changes = changes;
    this.reads = reads;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    bucket(attributes).take();
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    if (attributes.getOptionalAttribute(SENT).isPresent()) {
      refuseSecond(attributes);
      bucket(attributes).owe();
    }
    if (changing(attributes)) {
      Attempt.checkStillOurs();
    }
    attributes.putAttribute(SENT, true);
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    int status = context.httpResponse().statusCode();
    // EC2 throttles with 503, other services with 429 or with 400 and a code.
    if (status == 503 || status == 429) {
      bucket(attributes).slowDown();
    }
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (context.exception() instanceof AwsServiceException e && e.isThrottlingException()) {
      bucket(attributes).slowDown();
    }
  }

  private static void refuseSecond(ExecutionAttributes attributes) {
    String operation = operation(attributes);
    if (WITHOUT_TOKEN.contains(operation)) {
      throw SdkClientException.create(
          operation + " was not answered; it is looked for before it is asked for again");
    }
  }

  private TokenBucket bucket(ExecutionAttributes attributes) {
    return changing(attributes) ? changes : reads;
  }

  private static boolean changing(ExecutionAttributes attributes) {
    return READING.stream().noneMatch(operation(attributes)::startsWith);
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
