package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.stream.IntStream;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;

/** What a step is: named, in order, repaired by people. */
class StepsTest extends KernelTest {

  @Test
  void stepsRunInTheirOrderAndTheReportTellsThem() {
    Report report =
        start(
                (steps, request, probe) -> {
                  step(steps, probe, "a");
                  steps.skip("Ensure b", "not needed");
                  steps.result(steps.call("Ensure c", () -> probe.ensure("c")));
                })
            .result();

    assertThat(world.log).containsExactly("a", "c");
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.steps())
        .extracting(s -> s.name() + " " + s.state() + " " + s.note())
        .containsExactly("Ensure a DONE ", "Ensure b SKIPPED not needed", "Ensure c DONE ");
    assertThat(report.results()).containsExactly("c done");
    assertThat(temporal.office.archived).containsExactly(report);
  }

  @Test
  void aFailureThatWaitingMayCureIsNoQuestion() {
    world.on(
        "a",
        () -> {
          if (world.calls("a") < 4) {
            throw Failures.notReady("not yet");
          }
        });

    Report report = start((steps, request, probe) -> step(steps, probe, "a")).result();

    assertThat(world.calls("a")).isEqualTo(4);
    assertThat(report.decisions()).isEmpty();
  }

  @Test
  void aFailureThatNeedsAPersonStopsTheStepUntilRetried() {
    world.failing("a", FailureKind.QUOTA);
    TestRun run =
        start(
            (steps, request, probe) -> {
              step(steps, probe, "a");
              step(steps, probe, "b");
            });

    Question question = run.question();
    assertThat(question.text()).isEqualTo("Ensure a: QUOTA: a is broken");
    assertThat(question.allowed()).containsExactly(Answer.RETRY, Answer.ABORT);
    assertThat(run.progress().status()).isEqualTo(Status.WAITING);
    assertThat(run.progress().waitingFor()).isEqualTo("a decision: " + question.text());
    assertThat(run.progress().waitingSince()).isEqualTo(question.askedAt());
    assertThat(run.step("Ensure a").state()).isEqualTo(Step.State.WAITING);
    assertThat(world.log).isEmpty();

    world.heal("a");
    run.answer(question, Answer.RETRY, SAM);
    Report report = run.result();

    assertThat(world.log).containsExactly("a", "b");
    assertThat(report.steps().get(0).attempts()).isEqualTo(2);
    assertThat(report.decisions())
        .extracting(d -> d.answer() + " " + d.who() + " " + d.why() + " " + d.door())
        .containsExactly("RETRY sam looked at it terminal");
  }

  @Test
  void anAbortAtAFailedStepEndsTheRunWithItsReport() {
    world.failing("a", FailureKind.FORBIDDEN);
    TestRun run =
        start(
            (steps, request, probe) -> {
              step(steps, probe, "a");
              step(steps, probe, "b");
            });

    run.answer(run.question(), Answer.ABORT, SAM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error())
        .isEqualTo("Ensure a: FORBIDDEN: a is broken; aborted by sam: looked at it");
    assertThat(report.steps()).extracting(Step::state).containsExactly(Step.State.FAILED);
    assertThat(world.log).isEmpty();
  }

  @Test
  void patienceThatIsOverIsAQuestionWithTheLastReason() {
    world.failing("a", FailureKind.UNAVAILABLE);
    TestRun run = start((steps, request, probe) -> step(steps, probe, "a"));

    assertThat(run.question().text()).isEqualTo("Ensure a: UNAVAILABLE: a is broken");

    world.heal("a");
    run.answer(Answer.RETRY);
    run.result();
  }

  @Test
  void aFailureCanBeAnAnswerWithoutAQuestion() {
    world.failing("a", FailureKind.CREDENTIALS);

    Report report =
        start(
                (steps, request, probe) ->
                    steps.result(
                        steps.callOr(
                            "Ask a",
                            () -> probe.ensure("a"),
                            told -> told.kind() + " / " + told.message())))
            .result();

    assertThat(report.results()).containsExactly("CREDENTIALS / CREDENTIALS: a is broken");
    assertThat(report.steps())
        .extracting(s -> s.state() + " " + s.note())
        .containsExactly("DONE CREDENTIALS: a is broken");
  }

  @Test
  void aStepEndsWithWhatItHasProvedAndAsksAtAFailureLikeAnyOther() {
    world.failing("b", FailureKind.REJECTED);
    TestRun run =
        start(
            (steps, request, probe) ->
                steps.prove(
                    "Ensure both",
                    () -> {
                      steps.note("beginning");
                      probe.ensure("a");
                      steps.note("a is there");
                      return probe.ensure("b");
                    }));
    Question question = run.question();
    assertThat(question.text()).isEqualTo("Ensure both: REJECTED: b is broken");

    world.heal("b");
    run.answer(question, Answer.RETRY, SAM);

    assertThat(run.result().steps())
        .extracting(s -> s.name() + " " + s.state() + " " + s.note() + " " + s.attempts())
        .containsExactly("Ensure both DONE b done 2");
  }

  @Test
  void withinAStepAFailureOfACallCanBeAnAnswer() {
    world.failing("a", FailureKind.MISSING);

    Report report =
        start(
                (steps, request, probe) ->
                    steps.prove(
                        "Look",
                        () ->
                            steps.orElse(() -> probe.ensure("a"), told -> "no: " + told.kind())
                                + ", "
                                + probe.ensure("b")))
            .result();

    assertThat(report.steps()).extracting(Step::note).containsExactly("no: MISSING, b done");
  }

  @Test
  void allFailedItemsAreOneQuestionAndRetryRepeatsJustThose() {
    world.failing("b", FailureKind.QUOTA).failing("d", FailureKind.FORBIDDEN);
    TestRun run =
        start(
            (steps, request, probe) ->
                steps.forEach(
                    "Do all",
                    List.of("a", "b", "c", "d", "e"),
                    2,
                    item -> "item " + item,
                    probe::ensure));

    Question question = run.question();
    assertThat(question.text()).isEqualTo("Do all: 2 failed");
    assertThat(question.details())
        .containsExactlyInAnyOrder("item b: QUOTA: b is broken", "item d: FORBIDDEN: d is broken");
    assertThat(world.log).containsExactlyInAnyOrder("a", "c", "e");
    assertThat(run.step("Do all").note()).isEqualTo("Do all: 2 failed");

    world.heal("b");
    world.heal("d");
    run.answer(question, Answer.RETRY, SAM);
    Report report = run.result();

    assertThat(world.log).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    assertThat(world.calls("a")).isEqualTo(1);
    assertThat(report.steps().get(0).note()).isEqualTo("5 of 5");
    assertThat(report.steps().get(0).attempts()).isEqualTo(2);
  }

  @Test
  void forEachOverNothingIsDone() {
    Report report =
        start(
                (steps, request, probe) ->
                    steps.forEach("Do all", List.<String>of(), 2, i -> i, probe::ensure))
            .result();

    assertThat(report.steps()).extracting(Step::state).containsExactly(Step.State.DONE);
  }

  @Test
  void verificationThatFindsSomethingFailsTheRunAndListsIt() {
    TestRun run =
        start((steps, request, probe) -> steps.confirmNothingLeft("Verify", plan("x", "y")));

    ApplicationFailure failure = run.failure();

    assertThat(failure.getType()).isEqualTo("UNVERIFIED");
    assertThat(failure.getOriginalMessage())
        .isEqualTo("Verify: still to do: 2 changes, first DELETE x gone");
    Report report = failure.getDetails().get(0, Report.class);
    assertThat(report.status()).isEqualTo(Status.FAILED);
    assertThat(report.leftovers()).containsExactly("DELETE x gone", "DELETE y gone");
    assertThat(temporal.office.archived).containsExactly(report);
  }

  @Test
  void ofManyStepsTheLatestTwoHundredAreListed() {
    Report report =
        start(
                (steps, request, probe) ->
                    IntStream.range(0, 250).forEach(i -> steps.skip("Step " + i, "no")))
            .result();

    assertThat(report.steps().size()).isEqualTo(200);
    assertThat(report.steps().get(199).name()).isEqualTo("Step 249");
    assertThat(report.moreSteps()).isEqualTo(50);
  }

  @Test
  void anOpenStepStaysListedHoweverManyFollow() {
    world.on("wait", KernelTest::notYet);
    TestRun run =
        start(
            (steps, request, probe) -> {
              Promise<Void> waiting =
                  Async.procedure(() -> steps.run("Wait", () -> probe.ensure("wait")));
              Workflow.sleep(1);
              IntStream.range(0, 250).forEach(i -> steps.skip("Step " + i, "no"));
              waiting.get();
            });

    Report report = run.until(r -> r.moreSteps() > 0);
    world.heal("wait");

    assertThat(report.steps().size()).isEqualTo(200);
    assertThat(report.steps().get(0).name()).isEqualTo("Wait");
    assertThat(report.steps().get(1).name()).isEqualTo("Step 51");
    assertThat(report.moreSteps()).isEqualTo(51);
    run.result();
  }

  @Test
  void callsOfAStepCarryItsNameAsSummary() {
    TestRun run = start((steps, request, probe) -> step(steps, probe, "a"));
    run.result();

    assertThat(run.history().getEvents())
        .filteredOn(e -> e.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
        .extracting(e -> e.getUserMetadata().getSummary().getData().toStringUtf8())
        .contains("\"Ensure a\"");
  }

  @Test
  void anArchiveThatIsAwayDoesNotSpoilTheRun() {
    temporal.office.archiveFails = FailureKind.FORBIDDEN;

    Report report = start((steps, request, probe) -> step(steps, probe, "a")).result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.leftovers())
        .containsExactly("the report was not archived: FORBIDDEN: the archive is away");
  }

  @Test
  void aDefectSuspendsTheRunAndNothingIsLost() {
    List<Integer> tries = new java.util.concurrent.CopyOnWriteArrayList<>();
    TestRun run =
        start(
            (steps, request, probe) -> {
              step(steps, probe, "a");
              tries.add(1);
              if (tries.size() < 2) {
                throw new IllegalStateException("a defect, repaired by the next deployment");
              }
              step(steps, probe, "b");
            });

    Report report = run.until(r -> r.status() == Status.COMPLETED);

    assertThat(report.steps()).hasSize(2);
    assertThat(world.log).containsExactly("a", "b");
  }
}
