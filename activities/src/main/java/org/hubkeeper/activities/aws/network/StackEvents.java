package org.hubkeeper.activities.aws.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** What has happened to a stack, the newest first. */
record StackEvents(List<StackEvent> events) {

  static final StackEvents NONE = new StackEvents(List.of());

  static StackEvents of(CloudFormationClient client, String stack) {
    DescribeStackEventsRequest request =
        DescribeStackEventsRequest.builder().stackName(stack).build();
    List<StackEvent> events = new ArrayList<>();
    client.describeStackEventsPaginator(request).stackEvents().forEach(events::add);
    return new StackEvents(events);
  }

  /**
   * The first resource that failed and what AWS said; whatever failed after it may have been given
   * up because of it. A later try counts, so only the events since the last call to the stack do.
   */
  String reason() {
    String reason = "CloudFormation tells no reason";
    for (StackEvent event : events) {
      if (event.resourceStatusAsString().endsWith("_FAILED") && !ofStack(event)) {
        reason =
            "%s (%s) %s: %s"
                .formatted(
                    event.logicalResourceId(),
                    event.resourceType(),
                    event.resourceStatusAsString(),
                    event.resourceStatusReason());
      }
      if (ofStack(event) && begins(event)) {
        break;
      }
    }
    return reason;
  }

  /** Whether a request with that token has been heard of. */
  boolean requested(String token) {
    return events.stream().anyMatch(event -> token.equals(event.clientRequestToken()));
  }

  /** What CloudFormation is at; of several resources the one that it began first. */
  String holder(String status) {
    Map<String, StackEvent> latest = new LinkedHashMap<>();
    events.stream()
        .filter(event -> !ofStack(event))
        .forEach(event -> latest.putIfAbsent(event.logicalResourceId(), event));
    return latest.values().stream()
        .filter(event -> event.resourceStatusAsString().endsWith("_IN_PROGRESS"))
        .reduce((newer, older) -> older)
        .map(
            event ->
                "%s (%s), which is %s"
                    .formatted(
                        event.logicalResourceId(),
                        event.resourceType(),
                        event.resourceStatusAsString()))
        .orElse("CloudFormation, which says " + status);
  }

  private static boolean ofStack(StackEvent event) {
    return event.physicalResourceId() != null && event.physicalResourceId().equals(event.stackId());
  }

  private static boolean begins(StackEvent event) {
    String status = event.resourceStatusAsString();
    return status.equals("CREATE_IN_PROGRESS")
        || status.equals("DELETE_IN_PROGRESS")
        || status.equals("UPDATE_IN_PROGRESS");
  }
}
