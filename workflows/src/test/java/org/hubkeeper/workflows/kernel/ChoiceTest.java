package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Question.Choice;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;

/** Questions with more ways to go on than yes and no. */
class ChoiceTest extends KernelTest {

  private static final List<Choice> CHOICES =
      List.of(
          new Choice(Answer.APPROVE, "go on"),
          new Choice(Answer.WAIT, "ask again in an hour"),
          new Choice(Answer.ROLL_BACK, "take it back"));

  @Test
  void eachAnswerIsShownWithItsMeaningAndComesBackAsGiven() {
    TestRun run = choosing(Policy.anyone());
    Question question = run.question();

    assertThat(question.allowed())
        .containsExactly(Answer.APPROVE, Answer.WAIT, Answer.ROLL_BACK, Answer.ABORT);
    assertThat(question.details())
        .containsExactly(
            "APPROVE: go on",
            "WAIT: ask again in an hour",
            "ROLL_BACK: take it back",
            "ABORT: end the run here",
            "1 spawn failed");

    run.answer(question, Answer.ROLL_BACK, SAM);
    assertThat(run.result().results()).containsExactly("ROLL_BACK");
    assertThat(run.step("Bake").note()).isEqualTo("told to roll back by sam: looked at it");
  }

  @Test
  void whatChangesSomethingNeedsThePlanThatWasShownAndOneWhoMay() {
    Policy owners =
        new Policy(
            List.of(List.of("owner")),
            1,
            false,
            List.of(),
            false,
            List.of(new Person("kim", List.of("owner"))));
    TestRun run = choosing(owners);
    Question question = run.question();

    assertThat(run.answer(question, Answer.ROLL_BACK, SAM).message())
        .isEqualTo("sam has none of the roles owner");
    assertThat(
            run.decide(
                    new Decision(
                        question.id(), "", "0000", Answer.ROLL_BACK, "kim", "", "", null, ""))
                .message())
        .startsWith("stale plan");
    assertThat(run.answer(question, Answer.ROLL_BACK, KIM).accepted()).isTrue();
    assertThat(run.result().results()).containsExactly("ROLL_BACK");
  }

  @Test
  void anybodyMayLetItWait() {
    Policy owners = new Policy(List.of(List.of("owner")), 2, false, List.of(), false, List.of());
    TestRun run = choosing(owners);

    run.answer(run.question(), Answer.WAIT, SAM);

    assertThat(run.result().results()).containsExactly("WAIT");
  }

  @Test
  void twoPeopleWhoWantDifferentThingsHaveNotDecided() {
    TestRun run = choosing(new Policy(List.of(), 2, false, List.of(), false, List.of()));
    Question question = run.question();

    assertThat(run.answer(question, Answer.APPROVE, SAM).message())
        .isEqualTo("recorded; 1 more must approve");
    assertThat(run.answer(question, Answer.ROLL_BACK, KIM).message())
        .isEqualTo("recorded; 1 more must approve");
    assertThat(run.progress().questions().get(0).approvals()).isEqualTo(1);
    assertThat(run.answer(question, Answer.ROLL_BACK, SAM).message()).isEqualTo("answered");
    assertThat(run.result().results()).containsExactly("ROLL_BACK");
  }

  @Test
  void abortEndsTheRun() {
    TestRun run = choosing(Policy.anyone());

    run.answer(run.question(), Answer.ABORT, SAM);

    assertThat(run.result().status()).isEqualTo(Report.Status.ABORTED);
  }

  @Test
  void severalWaysAreGoneSideBySideAndAnAbortOfOneEndsTheOthers() {
    TestRun both =
        start(
            (steps, request, probe) ->
                steps.sideBySide(List.of("a", "b"), name -> step(steps, probe, name)));

    assertThat(both.result().steps())
        .extracting(Step::name)
        .containsExactly("Ensure a", "Ensure b");

    world.failing("a", FailureKind.REJECTED).on("b", KernelTest::notYet);
    TestRun run =
        start(
            (steps, request, probe) ->
                steps.sideBySide(List.of("a", "b"), name -> step(steps, probe, name)));
    run.answer(run.question(), Answer.ABORT, SAM);

    assertThat(run.result().status()).isEqualTo(Report.Status.ABORTED);
  }

  @Test
  void aRestorationOfOneWayIsTakenOffWhateverTheOthersRegisteredMeanwhile() {
    TestRun run =
        start(
            (steps, request, probe) -> {
              steps.restoreOnAbort("Reopen a", () -> probe.ensure("reopened a"));
              steps.restoreOnAbort("Reopen b", () -> probe.ensure("reopened b"));
              steps.restored("Reopen a");
              step(steps, probe, "c");
            });
    world.failing("c", FailureKind.REJECTED);
    run.answer(run.question(), Answer.ABORT, SAM);

    assertThat(run.result().status()).isEqualTo(Report.Status.ABORTED);
    assertThat(world.log).containsExactly("reopened b");
  }

  private TestRun choosing(Policy policy) {
    return start(
        (steps, request, probe) -> {
          steps.plan(Sample.SamplePlan.class, () -> plan("x"));
          steps.result(
              steps
                  .choose("Bake", "How do we go on?", List.of("1 spawn failed"), CHOICES, policy)
                  .name());
        });
  }
}
