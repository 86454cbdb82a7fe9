package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How runs end: restorations, locks, reports. */
class EndingTest extends KernelTest {

  @Test
  void anAbortRestoresTheLastChangeFirstAndArchivesTheReport() {
    world.failing("c", FailureKind.QUOTA);
    TestRun run = start(this::changing);
    run.question();

    run.signal("abort", SAM);
    Report report = run.result();

    assertThat(world.log).containsExactly("a", "b", "restore b", "restore a");
    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error()).isEqualTo("aborted by sam: looked at it");
    assertThat(report.decisions())
        .extracting(d -> d.answer() + " " + d.who() + " " + d.why() + " " + d.door())
        .containsExactly("ABORT sam looked at it terminal");
    assertThat(report.steps())
        .extracting(s -> s.name() + " " + s.state())
        .containsExactly(
            "Ensure a DONE",
            "Ensure b DONE",
            "Ensure c FAILED",
            "Restore b DONE",
            "Restore a DONE");
    assertThat(temporal.office.archived).containsExactly(report);
  }

  @Test
  void temporalsOwnCancelIsAnAbort() {
    world.failing("c", FailureKind.QUOTA);
    TestRun run = start(this::changing);
    run.question();

    run.stub().cancel();
    // The SDK closes such a run as CANCELED whatever it returns; its report is in the archive.
    Report report = run.until(r -> !r.status().open());

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error()).isEqualTo("canceled");
    assertThat(temporal.office.archived).containsExactly(report);
    assertThat(world.log).containsExactly("a", "b", "restore b", "restore a");
  }

  @Test
  void aFailureRestoresTooAndTheReportIsItsDetails() {
    TestRun run =
        start(
            (steps, request, probe) -> {
              changing(steps, request, probe);
              steps.confirmNothingLeft("Verify", plan("x"));
            });

    ApplicationFailure failure = run.failure();

    assertThat(failure.getType()).isEqualTo("UNVERIFIED");
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getDetails().get(0, Report.class).status()).isEqualTo(Status.FAILED);
    assertThat(world.log).containsExactly("a", "b", "c", "restore b", "restore a");
  }

  @Test
  void successRestoresNothing() {
    start(this::changing).result();

    assertThat(world.log).containsExactly("a", "b", "c");
  }

  @Test
  void whatIsInOrderAgainIsNotRestored() {
    TestRun run =
        start(
            (steps, request, probe) -> {
              changing(steps, request, probe);
              steps.restored();
              steps.confirmNothingLeft("Verify", plan("x"));
            });

    run.failure();

    assertThat(world.log).containsExactly("a", "b", "c", "restore a");
  }

  @Test
  void aRestorationThatAPersonGivesUpIsLeftOverAndTheOthersRun() {
    world.failing("c", FailureKind.QUOTA).failing("restore b", FailureKind.FORBIDDEN);
    TestRun run = start(this::changing);
    run.question();

    run.signal("abort", SAM);
    run.until(report -> world.calls("restore b") == 1 && !report.questions().isEmpty());
    Question question = run.question();
    assertThat(question.text()).isEqualTo("Restore b: FORBIDDEN: restore b is broken");
    run.answer(question, Answer.ABORT, KIM);
    Report report = run.result();

    assertThat(world.log).containsExactly("a", "b", "restore a");
    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error()).isEqualTo("aborted by sam: looked at it");
    assertThat(report.leftovers())
        .containsExactly("not restored: Restore b: FORBIDDEN: restore b is broken; aborted by kim");
  }

  @Test
  void aSecondAbortDoesNotCutTheRestorationsShort() {
    world.failing("c", FailureKind.QUOTA).failing("restore b", FailureKind.QUOTA);
    TestRun run = start(this::changing);
    run.question();
    run.signal("abort", SAM);
    run.until(report -> world.calls("restore b") == 1 && !report.questions().isEmpty());

    run.signal("abort", KIM);
    world.heal("restore b");
    run.answer(Answer.RETRY);
    Report report = run.result();

    assertThat(world.log).containsExactly("a", "b", "restore b", "restore a");
    assertThat(report.error()).isEqualTo("aborted by sam: looked at it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "question", "sleep"})
  void anAbortEndsEveryKindOfWait(String wait) {
    world.failing("a", FailureKind.QUOTA);
    TestRun run =
        start(
            (steps, request, probe) -> {
              switch (wait) {
                case "sleep" ->
                    steps.sleepUntil(
                        "Wait", steps.clock().now().plusSeconds(99_999), "UTC", "abort");
                case "question" -> step(steps, probe, "a");
                default -> {
                  steps.sleepUntil("Wait", steps.clock().now().plusSeconds(100), "UTC", "");
                  step(steps, probe, "b");
                }
              }
            });
    if (wait.equals("pause")) {
      run.until(report -> report.status() == Status.WAITING);
      run.signal("pause", SAM);
    }
    run.until(report -> report.status() == (wait.equals("pause") ? Status.PAUSED : Status.WAITING));

    run.signal("abort", KIM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.questions()).isEmpty();
    assertThat(report.waitingFor()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"done", "abort", "fail"})
  void locksAreTakenInOrderAndGivenBackAtEveryEnd(String end) {
    TestRun run =
        start(
            (steps, request, probe) -> {
              steps.lock(Slices.ref(cluster, "test"), "volumes", "hub/a", "components");
              switch (end) {
                case "fail" -> steps.confirmNothingLeft("Verify", plan("x"));
                case "abort" ->
                    steps.sleepUntil("Wait", steps.clock().now().plusSeconds(60), "UTC", "");
                default -> steps.release(Slices.ref(cluster, "test"), "hub/a");
              }
            });
    if (end.equals("abort")) {
      run.until(report -> report.status() == Status.WAITING);
      run.signal("abort", SAM);
    }
    run.until(report -> !report.status().open());

    String lock = "lock/" + cluster;
    assertThat(temporal.office.lockLog)
        .startsWith(
            "await " + lock + "/components",
            "await " + lock + "/hub/a",
            "await " + lock + "/volumes")
        .contains("free " + lock + "/components", "free " + lock + "/volumes")
        .contains("free " + lock + "/hub/a")
        .doesNotHaveDuplicates();
    assertThat(run.progress().leftovers()).doesNotContain("freed by the end");
  }

  /** Two changes that are to be taken back, and a third that is not. */
  private void changing(Steps steps, Sample.Request request, Sample.Probe probe) {
    step(steps, probe, "a");
    steps.restoreOnAbort("Restore a", () -> probe.ensure("restore a"));
    step(steps, probe, "b");
    steps.restoreOnAbort("Restore b", () -> probe.ensure("restore b"));
    step(steps, probe, "c");
  }
}
