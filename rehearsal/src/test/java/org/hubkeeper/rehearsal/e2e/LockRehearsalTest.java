package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.ResetWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two runs on one cluster, and holders that go away in every way there is. */
class LockRehearsalTest {

  private static final String LOCK = "lock/ds-osu-test/volumes";

  private final RehearsalWorld world = RehearsalWorld.shared();
  private TestRun holder;
  private Question question;

  @BeforeEach
  void aRunHoldsTheLock() {
    world.scene("default");
    holder = world.run();
    question = holder.question();
  }

  @Test
  @Tag("fact-130")
  void theSecondRunShowsWhoHoldsTheLockAndWhyAndGoesOnWhenItIsGivenBack() {
    TestRun second = world.run();

    Report waiting =
        second.until("the holder", r -> r.steps().stream().anyMatch(s -> !s.blockers().isEmpty()));

    assertThat(waiting.status()).isEqualTo(Status.WAITING);
    assertThat(waiting.waitingFor()).contains(LOCK, holder.ref().workflowId());
    assertThat(waiting.steps().toString()).contains("it waits for");
    assertThat(waiting.questions()).isEmpty();
    assertThat(holder.approveAll().status()).isEqualTo(Status.COMPLETED);
    assertThat(second.approveAll().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void aTerminatedHolderLeavesTheLockToTheNext() {
    TestRun second = world.run();
    second.until("the holder", r -> r.waitingFor().contains(LOCK));

    temporal().newUntypedWorkflowStub(holder.ref().workflowId()).terminate("by hand");

    assertThat(second.question().text()).isEqualTo(question.text());
  }

  @Test
  void aResetHolderLeavesNothingStuckWhoeverIsNext() {
    TestRun second = world.run();
    second.until("the holder", r -> r.waitingFor().contains(LOCK));

    TestRun again = reset(holder);

    // The orphaned lock is ended by the new run; which of the two takes it then is not promised.
    List<CompletableFuture<Report>> both =
        Stream.of(again, second)
            .map(run -> CompletableFuture.supplyAsync(run::approveAll))
            .toList();
    assertThat(both.stream().map(CompletableFuture::join).map(Report::status))
        .containsOnly(Status.COMPLETED);
  }

  @Test
  void aHolderWhoseWorkerIsDeadKeepsTheLockAndGoesOnWithAnotherWorker() {
    world.replaceWorker();
    TestRun second = world.run();
    second.until("the holder", r -> r.waitingFor().contains(LOCK));

    assertThat(holder.approveAll().status()).isEqualTo(Status.COMPLETED);
    assertThat(second.approveAll().status()).isEqualTo(Status.COMPLETED);
  }

  private TestRun reset(TestRun run) {
    RunRef ref = run.ref();
    String runId =
        temporal()
            .getWorkflowServiceStubs()
            .blockingStub()
            .resetWorkflowExecution(
                ResetWorkflowExecutionRequest.newBuilder()
                    .setNamespace("default")
                    .setRequestId(UUID.randomUUID().toString())
                    .setReason("by hand")
                    .setWorkflowExecution(
                        WorkflowExecution.newBuilder()
                            .setWorkflowId(ref.workflowId())
                            .setRunId(ref.runId()))
                    .setWorkflowTaskFinishEventId(4)
                    .build())
            .getRunId();
    return new TestRun(world.client(), new RunRef(ref.workflowId(), runId));
  }

  private WorkflowClient temporal() {
    return world.client().connection().client();
  }
}
