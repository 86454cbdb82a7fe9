package org.hubkeeper.activities.aws.teardown.network;

import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.UnsuccessfulItem;

/** EC2 answers some requests about several things with success, and tells inside what failed. */
final class Unsuccessful {

  private Unsuccessful() {}

  /** Throws the first refusal as any other operation would. */
  static void check(List<UnsuccessfulItem> items) {
    for (UnsuccessfulItem item : items) {
      throw Ec2Exception.builder()
          .awsErrorDetails(
              AwsErrorDetails.builder()
                  .errorCode(item.error().code())
                  .errorMessage(item.error().message())
                  .serviceName("ec2")
                  .build())
          .statusCode(400)
          .message(item.error().message())
          .build();
    }
  }
}
