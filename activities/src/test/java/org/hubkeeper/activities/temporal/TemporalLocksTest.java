package org.hubkeeper.activities.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Board;
import org.hubkeeper.workflows.kernel.ClusterLock;
import org.hubkeeper.workflows.kernel.ClusterLock.Holder;
import org.hubkeeper.workflows.kernel.ClusterLockImpl;
import org.hubkeeper.workflows.kernel.Failures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TemporalLocksTest {

  private static final String LOCK = ClusterLock.idOf("a", "volumes");
  private static final String QUEUE = "locks";
  private static final String OTHER = "prune-volumes/a/other";
  private static final String SELF = "prune-volumes/a/self";

  private TestWorkflowEnvironment server;
  private Duration later = Duration.ZERO;
  private TemporalLocks locks;

  @BeforeEach
  void start() {
    server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .registerSearchAttribute(
                    Board.WAITING_FOR.getName(), Board.WAITING_FOR.getValueType())
                .build());
    server.newWorker(QUEUE).registerWorkflowImplementationTypes(ClusterLockImpl.class);
    server.start();
    locks =
        new TemporalLocks(server.getWorkflowClient(), () -> SELF, () -> Instant.now().plus(later));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aLockThatNobodyHasTakenIsFree() {
    assertThat(locks.awaitFree(LOCK, "")).isFalse();
  }

  @Test
  void whoHoldsALockIsToldWithWhatItWaitsFor() {
    lockHeldBy(OTHER);
    run(OTHER, "a decision: Delete 3 volumes?");

    ApplicationFailure held = failure(() -> locks.awaitFree(LOCK, ""));

    Blocker blocker = Failures.blocker(held).orElseThrow();
    assertThat(held.getType()).isEqualTo("NOT_READY");
    assertThat(blocker.object()).isEqualTo(LOCK);
    assertThat(blocker.holder()).isEqualTo("prune-volumes " + OTHER);
    assertThat(blocker.remedy()).isEqualTo("it waits for a decision: Delete 3 volumes?");
    assertThat(status(LOCK)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  @Test
  void aPartOfARunGoesOnUnderTheLockOfItsAncestor() {
    lockHeldBy(OTHER);

    assertThat(locks.awaitFree(LOCK, OTHER)).isTrue();
  }

  @Test
  void aLockWhoseRunHasClosedIsEndedAndFreeOnceItHasSettled() {
    lockHeldBy(OTHER);

    ApplicationFailure settling = failure(() -> locks.awaitFree(LOCK, ""));

    assertThat(status(LOCK))
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
    assertThat(Failures.blocker(settling).orElseThrow().remedy()).contains("settling");
    later = Duration.ofSeconds(5);
    assertThat(locks.awaitFree(LOCK, "")).isFalse();
  }

  @Test
  void aRunThatWasResetEndsTheLockOfItsFormerSelf() {
    lockHeldBy(SELF);
    run(SELF, "");

    failure(() -> locks.awaitFree(LOCK, ""));

    assertThat(status(LOCK))
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
  }

  @Test
  void aLockIsGivenBackAndFreeAtOnce() {
    lockHeldBy(SELF);

    locks.free(LOCK);

    assertThat(status(LOCK)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
    assertThat(locks.awaitFree(LOCK, "")).isFalse();
    assertThatCode(() -> locks.free(LOCK)).doesNotThrowAnyException();
  }

  @Test
  void nobodyGivesBackTheLockOfAnother() {
    lockHeldBy(OTHER);

    locks.free(LOCK);

    assertThat(status(LOCK)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  private void lockHeldBy(String workflowId) {
    Holder holder = new Holder(workflowId, "run-1", "prune-volumes", Instant.EPOCH);
    WorkflowStub lock =
        server
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "ClusterLock",
                WorkflowOptions.newBuilder()
                    .setWorkflowId(LOCK)
                    .setTaskQueue(QUEUE)
                    .setMemo(Map.of(ClusterLock.HOLDER, holder))
                    .build());
    lock.start(holder);
  }

  /** A run that is open; nobody needs to work on it. */
  private void run(String workflowId, String waitingFor) {
    server
        .getWorkflowClient()
        .newUntypedWorkflowStub(
            "PruneVolumes",
            WorkflowOptions.newBuilder()
                .setWorkflowId(workflowId)
                .setTaskQueue("nobody")
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder().set(Board.WAITING_FOR, waitingFor).build())
                .build())
        .start();
  }

  private WorkflowExecutionStatus status(String workflowId) {
    return server.getWorkflowClient().newUntypedWorkflowStub(workflowId).describe().getStatus();
  }

  private static ApplicationFailure failure(Runnable call) {
    return catchThrowableOfType(ApplicationFailure.class, call::run);
  }
}
