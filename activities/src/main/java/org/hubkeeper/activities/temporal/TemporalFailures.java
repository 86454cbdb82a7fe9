package org.hubkeeper.activities.temporal;

import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import java.util.Optional;
import org.hubkeeper.activities.FailureTranslator;
import org.hubkeeper.workflows.kernel.FailureKind;

/** Classifies what the Temporal client throws, by type and gRPC status. */
public final class TemporalFailures implements FailureTranslator {

  @Override
  public Optional<Translation> translate(Throwable thrown) {
    if (thrown instanceof WorkflowNotFoundException e) {
      String id = e.getExecution().getWorkflowId();
      return Optional.of(
          new Translation(FailureKind.MISSING, "the Temporal server has no run " + id));
    }
    return thrown instanceof StatusRuntimeException e
        ? Optional.of(new Translation(kind(e), "the Temporal server answers " + e.getStatus()))
        : Optional.empty();
  }

  private static FailureKind kind(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case RESOURCE_EXHAUSTED -> FailureKind.THROTTLED;
      case UNAUTHENTICATED -> FailureKind.CREDENTIALS;
      case PERMISSION_DENIED -> FailureKind.FORBIDDEN;
      case NOT_FOUND -> FailureKind.MISSING;
      case INVALID_ARGUMENT, UNIMPLEMENTED, OUT_OF_RANGE -> FailureKind.REJECTED;
      default -> FailureKind.UNAVAILABLE;
    };
  }
}
