package org.hubkeeper.activities.aws.teardown.account;

import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;

/** What a stack says of its last attempt to go. */
final class StackTrouble {

  private StackTrouble() {}

  /** The first resource that failed and why; empty when none did. */
  static String told(CloudFormationClient client, String stack) {
    return client.describeStackEvents(request -> request.stackName(stack)).stackEvents().stream()
        .filter(event -> event.resourceStatus() == ResourceStatus.DELETE_FAILED)
        .filter(event -> !event.logicalResourceId().equals(event.stackName()))
        .findFirst()
        .map(
            event ->
                "%s %s: %s"
                    .formatted(
                        event.resourceType(),
                        event.physicalResourceId(),
                        event.resourceStatusReason()))
        .orElse("");
  }
}
