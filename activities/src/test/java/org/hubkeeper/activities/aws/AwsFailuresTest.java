package org.hubkeeper.activities.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
import org.hubkeeper.activities.FailureTranslator.Translation;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class AwsFailuresTest {

  private final AwsFailures failures = new AwsFailures();

  @ParameterizedTest
  @CsvSource({
    "RequestLimitExceeded, 503, THROTTLED",
    "Throttling, 400, THROTTLED",
    "SnapshotCreationPerVolumeRateExceeded, 400, THROTTLED",
    "DependencyViolation, 400, BUSY",
    "VolumeInUse, 400, BUSY",
    "PendingSnapshotLimitExceeded, 400, BUSY",
    "InsufficientInstanceCapacity, 500, NO_CAPACITY",
    "SnapshotLimitExceeded, 400, QUOTA",
    "UnauthorizedOperation, 403, FORBIDDEN",
    "AccessDenied, 403, FORBIDDEN",
    "AccessDeniedException, 400, FORBIDDEN",
    "InvalidVolume.NotFound, 400, MISSING",
    "ResourceNotFoundException, 404, MISSING",
    "InvalidParameterValue, 400, REJECTED",
    "InternalError, 500, UNAVAILABLE",
    "EntityAlreadyExists, 409, BUSY",
    "AlreadyExistsException, 400, BUSY",
    "ResourceInUseException, 409, BUSY",
    "LimitExceeded, 409, QUOTA",
    "VcpuLimitExceeded, 400, QUOTA",
    "AddressLimitExceeded, 400, QUOTA",
    "InvalidParameterException, 400, REJECTED",
    "NoSuchEntity, 404, MISSING",
    "SomethingNew, 403, FORBIDDEN",
    "Unavailable, 503, UNAVAILABLE",
  })
  void theCodeTellsTheKind(String code, int status, FailureKind kind) {
    Translation told = translated(answer(code, status, "the text of AWS"));

    assertThat(told.kind()).isEqualTo(kind);
    assertThat(told.message()).contains(code).contains("the text of AWS");
  }

  @ParameterizedTest
  @CsvSource({
    "ExpiredToken",
    "ExpiredTokenException",
    "RequestExpired",
    "AuthFailure",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "SignatureDoesNotMatch"
  })
  void badCredentialsAreToldWithARemedyAndWithoutAwsText(String code) {
    Translation told = translated(answer(code, 403, "x-amz-security-token:SECRET"));

    assertThat(told.kind()).isEqualTo(FailureKind.CREDENTIALS);
    assertThat(told.message()).contains(code).contains("renew").doesNotContain("SECRET");
  }

  @Test
  void theMissingPermissionIsNamed() {
    String text = "You are not authorized to perform: ec2:DeleteVolume";

    assertThat(translated(answer("UnauthorizedOperation", 403, text)).message())
        .contains("ec2:DeleteVolume");
  }

  @Test
  void theEncodedPartOfARefusalIsLeftOut() {
    String text = "not authorized: ec2:X. Encoded authorization failure message: q2w3e4r5t6";

    assertThat(translated(answer("UnauthorizedOperation", 403, text)).message())
        .contains("ec2:X")
        .doesNotContain("q2w3e4r5t6");
  }

  @Test
  void noAnswerIsUnavailable() {
    Translation told =
        translated(SdkClientException.create("no", new SocketTimeoutException("Read timed out")));

    assertThat(told.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(told.message()).contains("SocketTimeoutException");
  }

  @Test
  void anAnswerWithoutCodeIsJudgedByItsStatus() {
    AwsServiceException bare = AwsServiceException.builder().statusCode(502).message("x").build();

    assertThat(translated(bare).kind()).isEqualTo(FailureKind.UNAVAILABLE);
  }

  @Test
  void exceptionsOfOthersAreLeftToOthers() {
    assertThat(failures.translate(new IllegalStateException())).isEmpty();
  }

  private Translation translated(Throwable e) {
    return failures.translate(e).orElseThrow();
  }

  private static AwsServiceException answer(String code, int status, String text) {
    return Ec2Exception.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(text).build())
        .build();
  }
}
