package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;

/** Orders that meet a call under way or between two attempts. */
class PauseIT extends RealServerTest {

  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void aPauseEndsAWaitBetweenAttemptsAtOnceAndTheResumeGoesOn() {
    world.on("a", KernelTest::notYet);
    TestRun run = start(this::twoSteps);
    run.until(report -> world.calls("a") > 1);

    run.signal("pause", SAM);
    run.until(report -> run.events(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED) == 1);
    Report paused = run.progress();
    assertThat(run.stub().describe().getRawDescription().getPendingActivitiesList()).isEmpty();
    assertThat(paused.status()).isEqualTo(Status.PAUSED);
    assertThat(paused.questions()).isEmpty();

    world.heal("a");
    run.signal("resume", SAM);
    Report report = run.result();

    assertThat(world.log).containsExactly("a", "b");
    assertThat(report.steps()).hasSize(2);
    assertThat(report.steps().get(0).attempts()).isEqualTo(1);
  }

  @Test
  void theResultOfAnAttemptUnderWayIsKeptAndTheNextStepWaits() throws InterruptedException {
    world.on("a", this::waitToGo);
    TestRun run = start(this::twoSteps);
    running.await();

    run.signal("pause", SAM);
    run.until(report -> run.events(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED) == 1);
    go.countDown();
    Report paused = run.until(report -> report.steps().size() == 2);

    assertThat(paused.steps().get(0).state()).isEqualTo(Step.State.DONE);
    assertThat(paused.status()).isEqualTo(Status.PAUSED);
    assertThat(world.log).containsExactly("a");
    run.signal("resume", SAM);
    run.result();
    assertThat(world.log).containsExactly("a", "b");
    assertThat(world.calls("a")).isEqualTo(1);
  }

  @Test
  void anAttemptThatFailsDuringThePauseIsNoQuestion() throws InterruptedException {
    world.on(
        "a",
        () -> {
          waitToGo();
          throw Failures.of(FailureKind.QUOTA, "no more", null);
        });
    TestRun run = start(this::twoSteps);
    running.await();

    run.signal("pause", SAM);
    run.until(report -> run.events(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED) == 1);
    go.countDown();
    run.until(report -> run.events(EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED) == 1);

    assertThat(run.progress().questions()).isEmpty();
    world.heal("a");
    run.signal("resume", SAM);
    Report report = run.result();
    assertThat(report.decisions()).isEmpty();
    assertThat(world.log).containsExactly("a", "b");
  }

  @Test
  void aPauseStopsAllItemsAndRepeatsNoneThatIsDone() {
    world.on("b", KernelTest::notYet).on("c", KernelTest::notYet);
    TestRun run =
        start(
            (steps, request, probe) ->
                steps.forEach("All", List.of("a", "b", "c", "d"), 3, i -> i, probe::ensure));
    run.until(report -> world.calls("b") > 1 && world.calls("c") > 1);

    run.signal("pause", SAM);
    run.until(report -> run.events(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED) == 2);
    world.heal("b");
    world.heal("c");
    run.signal("resume", SAM);
    Report report = run.result();

    assertThat(world.log).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(report.decisions()).isEmpty();
    assertThat(report.steps().get(0).note()).isEqualTo("4 of 4");
  }

  @Test
  void anAbortEndsAllItemsWaitsForAttemptsUnderWayAndThenRestores() throws InterruptedException {
    world.on("a", this::waitToGo).on("b", KernelTest::notYet);
    TestRun run =
        start(
            (steps, request, probe) -> {
              steps.restoreOnAbort("Restore", () -> probe.ensure("restore"));
              steps.forEach("All", List.of("a", "b", "c"), 2, i -> i, probe::ensure);
            });
    running.await();
    run.until(report -> world.calls("b") > 1);

    run.signal("abort", SAM);
    run.until(report -> run.events(EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED) == 1);
    assertThat(world.log).isEmpty();
    go.countDown();
    Report report = run.result();

    assertThat(world.log).containsExactly("a", "restore");
    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error()).isEqualTo("aborted by sam: looked at it");
  }

  @Test
  void anAbortOfAPausedRunEndsIt() {
    world.on("a", KernelTest::notYet);
    TestRun run =
        start(
            (steps, request, probe) -> {
              steps.restoreOnAbort("Restore", () -> probe.ensure("restore"));
              twoSteps(steps, request, probe);
            });
    run.until(report -> world.calls("a") > 1);
    run.signal("pause", SAM);
    run.until(report -> report.status() == Status.PAUSED);

    run.signal("abort", SAM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(world.log).containsExactly("restore");
  }

  private void twoSteps(Steps steps, Sample.Request request, Sample.Probe probe) {
    step(steps, probe, "a");
    step(steps, probe, "b");
  }

  private void waitToGo() {
    running.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
