package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import java.util.List;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;

/** A lock that somebody ended by hand; who competes for locks is tested with the worker. */
class LeaseIT extends RealServerTest {

  @Test
  void aLockThatIsLostIsTakenAgainBeforeTheNextAttempt() {
    world.failing("a", FailureKind.QUOTA);
    TestRun run =
        start(
            (steps, request, probe) -> {
              steps.lock(Slices.ref(cluster, "test"), "volumes");
              step(steps, probe, "a");
            });
    run.question();
    endLock();
    run.until(r -> ended(run) == 1);

    world.heal("a");
    run.answer(Answer.RETRY);
    run.result();

    assertThat(taken(run)).isEqualTo(2);
    assertThat(world.log).containsExactly("a");
  }

  @Test
  void itemsThatRunSideBySideTakeALostLockOnce() {
    world.on("a", this::endLock);
    TestRun run =
        start(
            (steps, request, probe) -> {
              steps.lock(Slices.ref(cluster, "test"), "volumes");
              step(steps, probe, "a");
              steps.sleepUntil("Wait", steps.clock().now().plusSeconds(1000), "UTC", "");
              steps.forEach("All", List.of("b", "c", "d", "e"), 4, i -> i, probe::ensure);
            });

    run.result();

    assertThat(ended(run)).isEqualTo(1);
    assertThat(taken(run)).isEqualTo(2);
    assertThat(world.log).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
  }

  private void endLock() {
    temporal.client().newUntypedWorkflowStub("lock/" + cluster + "/volumes").terminate("by hand");
  }

  private static long taken(TestRun run) {
    return run.events(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED);
  }

  private static long ended(TestRun run) {
    return run.events(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_TERMINATED);
  }
}
