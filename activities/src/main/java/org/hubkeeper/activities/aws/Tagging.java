package org.hubkeeper.activities.aws;

import java.util.List;
import org.hubkeeper.workflows.kernel.Failures;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Sets and removes tags of many volumes in one call. EC2 takes 1,000, a batch has at most 500. */
final class Tagging {

  private static final String GONE = "InvalidVolume.NotFound";

  private final Ec2Client ec2;

  Tagging(Ec2Client ec2) {
    this.ec2 = ec2;
  }

  void add(List<String> volumes, List<Tag> tags) {
    call(volumes, () -> ec2.createTags(request -> request.resources(volumes).tags(tags)));
  }

  void remove(List<String> volumes, List<Tag> tags) {
    call(volumes, () -> ec2.deleteTags(request -> request.resources(volumes).tags(tags)));
  }

  private static void call(List<String> volumes, Runnable request) {
    if (volumes.isEmpty()) {
      return;
    }
    try {
      request.run();
    } catch (Ec2Exception e) {
      if (!GONE.equals(AwsFailures.code(e))) {
        throw e;
      }
      // One that has gone since the look fails the call for all; the next look leaves it out.
      throw Failures.notReady("one of %d volumes has gone since the look", volumes.size());
    }
  }
}
