package org.hubkeeper.activities.aws;

import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.FailureTranslator;
import org.hubkeeper.workflows.kernel.FailureKind;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Classifies what the AWS SDK throws, by error code and never by message.
 *
 * <p>What a code means where only the activity knows better (a volume that is in use may be kept,
 * an interface that belongs to another principal is waited for) is decided there and never gets
 * here.
 */
public final class AwsFailures implements FailureTranslator {

  private static final String REFRESH =
      "; renew the worker's AWS credentials (or its clock, if it is wrong) and retry";

  /** What follows is of no use to a person without another permission, and long. */
  private static final String ENCODED = " ?Encoded authorization failure message";

  private static final Map<String, FailureKind> KINDS =
      Map.ofEntries(
          Map.entry("DependencyViolation", FailureKind.BUSY),
          Map.entry("ResourceInUseException", FailureKind.BUSY),
          Map.entry("ResourceInUse", FailureKind.BUSY),
          Map.entry("OperationNotPermittedException", FailureKind.BUSY),
          Map.entry("VolumeInUse", FailureKind.BUSY),
          Map.entry("IncorrectState", FailureKind.BUSY),
          Map.entry("IncorrectModificationState", FailureKind.BUSY),
          Map.entry("ConcurrentSnapshotLimitExceeded", FailureKind.BUSY),
          Map.entry("PendingSnapshotLimitExceeded", FailureKind.BUSY),
          // It has come since the look, perhaps by a request whose answer was lost: look again.
          Map.entry("AlreadyExistsException", FailureKind.BUSY),
          Map.entry("EntityAlreadyExists", FailureKind.BUSY),
          Map.entry("InvalidLaunchTemplateName.AlreadyExistsException", FailureKind.BUSY),
          Map.entry("BucketAlreadyOwnedByYou", FailureKind.BUSY),
          // Another request works on the same thing.
          Map.entry("ConcurrentModification", FailureKind.BUSY),
          Map.entry("EntityTemporarilyUnmodifiable", FailureKind.BUSY),
          Map.entry("DeleteConflict", FailureKind.BUSY),
          Map.entry("OperationAborted", FailureKind.BUSY),
          Map.entry("PriorRequestNotComplete", FailureKind.BUSY),
          Map.entry("ResourceContention", FailureKind.BUSY),
          Map.entry("ScalingActivityInProgress", FailureKind.BUSY),
          Map.entry("OperationInProgressException", FailureKind.BUSY),
          Map.entry("TokenAlreadyExistsException", FailureKind.BUSY),
          Map.entry("SnapshotCreationPerVolumeRateExceeded", FailureKind.THROTTLED),
          Map.entry("RequestLimitExceeded", FailureKind.THROTTLED),
          Map.entry("SlowDown", FailureKind.THROTTLED),
          Map.entry("InsufficientInstanceCapacity", FailureKind.NO_CAPACITY),
          Map.entry("InsufficientVolumeCapacity", FailureKind.NO_CAPACITY),
          Map.entry("InsufficientAddressCapacity", FailureKind.NO_CAPACITY),
          Map.entry("ResourceLimitExceeded", FailureKind.QUOTA),
          Map.entry("ResourceLimitExceededException", FailureKind.QUOTA),
          Map.entry("LimitExceededException", FailureKind.QUOTA),
          Map.entry("LimitExceeded", FailureKind.QUOTA),
          Map.entry("ServiceQuotaExceededException", FailureKind.QUOTA),
          Map.entry("SnapshotLimitExceeded", FailureKind.QUOTA),
          Map.entry("TagLimitExceeded", FailureKind.QUOTA),
          Map.entry("TooManyTags", FailureKind.QUOTA),
          Map.entry("TooManyBuckets", FailureKind.QUOTA),
          Map.entry("VcpuLimitExceeded", FailureKind.QUOTA),
          Map.entry("InstanceLimitExceeded", FailureKind.QUOTA),
          Map.entry("VpcLimitExceeded", FailureKind.QUOTA),
          Map.entry("AddressLimitExceeded", FailureKind.QUOTA),
          Map.entry("NatGatewayLimitExceeded", FailureKind.QUOTA),
          Map.entry("InternetGatewayLimitExceeded", FailureKind.QUOTA),
          Map.entry("ExpiredToken", FailureKind.CREDENTIALS),
          Map.entry("ExpiredTokenException", FailureKind.CREDENTIALS),
          Map.entry("RequestExpired", FailureKind.CREDENTIALS),
          Map.entry("AuthFailure", FailureKind.CREDENTIALS),
          Map.entry("InvalidAccessKeyId", FailureKind.CREDENTIALS),
          Map.entry("InvalidClientTokenId", FailureKind.CREDENTIALS),
          Map.entry("UnrecognizedClientException", FailureKind.CREDENTIALS),
          Map.entry("SignatureDoesNotMatch", FailureKind.CREDENTIALS),
          Map.entry("InvalidSignatureException", FailureKind.CREDENTIALS),
          Map.entry("IncompleteSignature", FailureKind.CREDENTIALS),
          Map.entry("MissingAuthenticationToken", FailureKind.CREDENTIALS),
          Map.entry("MissingAuthenticationTokenException", FailureKind.CREDENTIALS),
          Map.entry("AccessDenied", FailureKind.FORBIDDEN),
          Map.entry("AccessDeniedException", FailureKind.FORBIDDEN),
          Map.entry("UnauthorizedOperation", FailureKind.FORBIDDEN),
          Map.entry("UnauthorizedAccess", FailureKind.FORBIDDEN),
          Map.entry("OptInRequired", FailureKind.FORBIDDEN),
          Map.entry("BucketAlreadyExists", FailureKind.FORBIDDEN),
          Map.entry("ResourceNotFoundException", FailureKind.MISSING),
          Map.entry("NoSuchEntity", FailureKind.MISSING),
          Map.entry("NoSuchHostedZone", FailureKind.MISSING),
          Map.entry("NoSuchBucket", FailureKind.MISSING),
          Map.entry("InvalidLaunchTemplateName.NotFoundException", FailureKind.MISSING));

  @Override
  public Optional<Translation> translate(Throwable thrown) {
    if (thrown instanceof AwsServiceException e) {
      return Optional.of(answered(e));
    }
    // No answer from AWS: no route, a time-out. Absent credentials are told by OwnCredentials.
    return thrown instanceof SdkClientException e
        ? Optional.of(new Translation(FailureKind.UNAVAILABLE, "no answer from AWS: " + cause(e)))
        : Optional.empty();
  }

  private static Translation answered(AwsServiceException e) {
    String code = code(e);
    FailureKind kind = kind(e, code);
    // The text of a wrong signature repeats the signed request with its session token.
    return kind == FailureKind.CREDENTIALS
        ? new Translation(kind, "AWS answers " + code + REFRESH)
        : new Translation(kind, "AWS answers " + code + ": " + said(e));
  }

  private static FailureKind kind(AwsServiceException e, String code) {
    if (KINDS.containsKey(code)) {
      return KINDS.get(code);
    }
    if (e.isThrottlingException() || e.statusCode() == 429) {
      return FailureKind.THROTTLED;
    }
    if (code.endsWith(".NotFound")) {
      return FailureKind.MISSING;
    }
    if (e.statusCode() == 403) {
      return FailureKind.FORBIDDEN;
    }
    return e.statusCode() >= 500 ? FailureKind.UNAVAILABLE : FailureKind.REJECTED;
  }

  /** The error code; an answer by a proxy has none, nor has one of S3 to a request for a head. */
  public static String code(AwsServiceException e) {
    boolean named = e.awsErrorDetails() != null && e.awsErrorDetails().errorCode() != null;
    return named ? e.awsErrorDetails().errorCode() : "HTTP " + e.statusCode();
  }

  private static String said(AwsServiceException e) {
    String text = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    return (text == null ? "no details" : text.split(ENCODED)[0])
        + " (request "
        + e.requestId()
        + ")";
  }

  private static String cause(SdkClientException e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.getClass().getSimpleName() + ": " + last.getMessage();
  }
}
