package org.hubkeeper.rehearsal.calls;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;

/** Calls one activity, as a step would that consists of nothing else. */
@WorkflowInterface
public interface OneCall {

  /** By its name, with arguments as JSON, on the workers of a queue. */
  @WorkflowMethod(name = "OneCall")
  JsonNode call(String queue, String activity, int attempts, List<JsonNode> arguments);

  /** With limits that are a step's own, and pauses that let tests pass. */
  final class Impl implements OneCall {

    private static final Duration ATTEMPT = Duration.ofMinutes(3);

    @Override
    public JsonNode call(String queue, String activity, int attempts, List<JsonNode> arguments) {
      ActivityOptions options =
          ActivityOptions.newBuilder()
              .setTaskQueue(queue)
              .setStartToCloseTimeout(ATTEMPT)
              .setHeartbeatTimeout(Duration.ofSeconds(5))
              .setRetryOptions(
                  RetryOptions.newBuilder()
                      .setInitialInterval(Duration.ofMillis(50))
                      .setBackoffCoefficient(1.2)
                      .setMaximumInterval(Duration.ofMillis(500))
                      .setMaximumAttempts(attempts)
                      .build())
              .build();
      return Workflow.newUntypedActivityStub(options)
          .execute(activity, JsonNode.class, arguments.toArray());
    }
  }
}
