package org.hubkeeper.activities.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowNotFoundException;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalFailuresTest {

  private final TemporalFailures failures = new TemporalFailures();

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, UNAVAILABLE",
    "DEADLINE_EXCEEDED, UNAVAILABLE",
    "RESOURCE_EXHAUSTED, THROTTLED",
    "UNAUTHENTICATED, CREDENTIALS",
    "PERMISSION_DENIED, FORBIDDEN",
    "INVALID_ARGUMENT, REJECTED"
  })
  void theStatusTellsTheKind(Status.Code code, FailureKind kind) {
    assertThat(failures.translate(code.toStatus().asRuntimeException()).orElseThrow().kind())
        .isEqualTo(kind);
  }

  @Test
  void aRunThatIsNotThereIsNamed() {
    WorkflowExecution run = WorkflowExecution.newBuilder().setWorkflowId("prune/a/1").build();

    var told = failures.translate(new WorkflowNotFoundException(run, "x", null)).orElseThrow();

    assertThat(told.kind()).isEqualTo(FailureKind.MISSING);
    assertThat(told.message()).contains("prune/a/1");
  }

  @Test
  void exceptionsOfOthersAreLeftToOthers() {
    assertThat(failures.translate(new IllegalStateException())).isEmpty();
  }
}
