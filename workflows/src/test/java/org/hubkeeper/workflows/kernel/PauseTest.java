package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.util.List;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;

/** Pause and resume with skipped time; what needs real attempts is in the tests by real server. */
class PauseTest extends KernelTest {

  @Test
  void aPausedRunStopsBetweenSteps() {
    TestRun run = start(PauseTest::sleepFirst);
    run.until(report -> report.status() == Status.WAITING);
    run.signal("pause", SAM);
    temporal.pass(Duration.ofDays(2));
    assertThat(world.log).isEmpty();

    run.signal("resume", SAM);
    run.result();

    assertThat(world.log).containsExactly("a", "b");
  }

  @Test
  void anOpenQuestionOutlivesThePauseAndMayBeAnsweredMeanwhile() {
    world.failing("a", FailureKind.QUOTA);
    TestRun run = start(PauseTest::twoSteps);
    Question question = run.question();
    run.signal("pause", SAM);
    assertThat(run.until(r -> r.status() == Status.PAUSED).questions()).containsExactly(question);
    world.heal("a");

    run.answer(question, Answer.RETRY, KIM);
    temporal.pass(Duration.ofHours(1));
    assertThat(world.log).isEmpty();

    run.signal("resume", SAM);
    run.result();
    assertThat(world.log).containsExactly("a", "b");
  }

  @Test
  void aPauseThatCannotBeReadCountsAllTheSame() {
    TestRun run = start(PauseTest::sleepFirst);
    run.until(report -> report.status() == Status.WAITING);

    run.signal("pause", List.of(1, 2));
    Report paused = run.until(report -> report.status() == Status.PAUSED);
    assertThat(paused.waitingFor()).isEqualTo("resume; paused by somebody");
    assertThat(paused.waitingSince()).isEqualTo(paused.pauses().get(0).at());

    run.signal("resume");
    run.result();
  }

  @Test
  void manyPausesLeaveOneStepAndOneWait() {
    TestRun run = start(PauseTest::sleepFirst);
    for (int i = 0; i < 5; i++) {
      run.until(report -> report.status() == Status.WAITING);
      run.signal("pause", SAM);
      run.signal("pause", KIM);
      run.until(report -> report.status() == Status.PAUSED);
      run.signal("resume", SAM);
    }

    Report report = run.result();

    assertThat(report.pauses()).extracting(pause -> pause.by().who()).containsOnly("sam");
    assertThat(report.pauses()).hasSize(5);
    assertThat(report.steps()).hasSize(3);
    assertThat(report.steps().get(0).blockers()).hasSize(1);
    assertThat(world.log).containsExactly("a", "b");
    assertThat(run.events(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)).isZero();
  }

  @Test
  void aPauseDoesNotProlongAWait() {
    TestRun run = start(PauseTest::sleepFirst);
    run.until(report -> report.status() == Status.WAITING);
    run.signal("pause", SAM);
    temporal.pass(Duration.ofMinutes(2));

    run.signal("resume", SAM);
    Report report = run.result();

    Step wait = report.steps().get(0);
    assertThat(Duration.between(wait.startedAt(), wait.finishedAt()))
        .isLessThan(Duration.ofMinutes(4));
  }

  private static void sleepFirst(Steps steps, Sample.Request request, Sample.Probe probe) {
    steps.sleepUntil("Wait", steps.clock().now().plusSeconds(100), "UTC", "nothing");
    twoSteps(steps, request, probe);
  }

  private static void twoSteps(Steps steps, Sample.Request request, Sample.Probe probe) {
    step(steps, probe, "a");
    step(steps, probe, "b");
  }
}
