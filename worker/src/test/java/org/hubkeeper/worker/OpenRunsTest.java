package org.hubkeeper.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.history.v1.WorkflowTaskCompletedEventAttributes;
import io.temporal.api.history.v1.WorkflowTaskScheduledEventAttributes;
import io.temporal.api.history.v1.WorkflowTaskStartedEventAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Who is told that a worker refuses to start is told why. */
class OpenRunsTest {

  /** A runbook. */
  @WorkflowInterface
  public interface Runbook {
    @WorkflowMethod(name = "runbook")
    void run();
  }

  /** One whose code fails under this release. */
  public static final class Broken implements Runbook {
    @Override
    public void run() {
      throw new IllegalStateException("the second pool is missing");
    }
  }

  /** One that a busy machine gives no turn. */
  public static final class Slow implements Runbook {
    @Override
    public void run() {
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
    }
  }

  @Test
  void whatARunbookThrewIsTold() {
    assertThat(told(Broken.class)).contains("the second pool is missing");
  }

  @Test
  void aMachineThatIsTooSlowIsTold() {
    assertThat(told(Slow.class)).contains("PotentialDeadlock");
  }

  private static String told(Class<?> runbook) {
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance()) {
      Worker worker =
          environment.newWorker(
              "replay", WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(100).build());
      worker.registerWorkflowImplementationTypes(runbook);
      Throwable thrown = catchThrowable(() -> worker.replayWorkflowExecution(begun()));
      assertThat(thrown).isNotNull();
      return OpenRuns.told(thrown);
    }
  }

  private static WorkflowExecutionHistory begun() {
    return new WorkflowExecutionHistory(
        History.newBuilder()
            .addEvents(
                event(1, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
                    .setWorkflowExecutionStartedEventAttributes(
                        WorkflowExecutionStartedEventAttributes.newBuilder()
                            .setWorkflowType(WorkflowType.newBuilder().setName("runbook"))
                            .setOriginalExecutionRunId("first")))
            .addEvents(
                event(2, EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED)
                    .setWorkflowTaskScheduledEventAttributes(
                        WorkflowTaskScheduledEventAttributes.getDefaultInstance()))
            .addEvents(
                event(3, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED)
                    .setWorkflowTaskStartedEventAttributes(
                        WorkflowTaskStartedEventAttributes.newBuilder().setScheduledEventId(2)))
            .addEvents(
                event(4, EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
                    .setWorkflowTaskCompletedEventAttributes(
                        WorkflowTaskCompletedEventAttributes.newBuilder()
                            .setScheduledEventId(2)
                            .setStartedEventId(3)))
            .build(),
        "runbook");
  }

  private static HistoryEvent.Builder event(long id, EventType type) {
    return HistoryEvent.newBuilder().setEventId(id).setEventType(type);
  }
}
