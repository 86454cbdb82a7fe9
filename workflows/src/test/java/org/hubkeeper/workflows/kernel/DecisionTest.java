package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Sample.SamplePlan;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;

/** Who may decide what, by update and by signal. */
class DecisionTest extends KernelTest {

  private static final Policy TWO_OWNERS =
      new Policy(
          List.of(List.of("owner")),
          2,
          true,
          List.of("terminal", "slack"),
          false,
          List.of(
              new Person("alex", List.of("owner")),
              new Person("sam", List.of("owner")),
              new Person("kim", List.of("owner")),
              new Person("jo", List.of("operator"))));

  @Test
  void aWellFormedDecisionByTheWrongPersonIsRecordedAsRefusedAndReturnedAsRefused() {
    TestRun run = start(asking(TWO_OWNERS));
    Question q = run.question();

    List<DecisionResult> refused =
        List.of(
            run.decide(by(q, "alex", "terminal")),
            run.decide(by(q, "jo", "terminal")),
            run.decide(by(q, "stranger", "terminal")),
            run.decide(by(q, "sam", "temporal-ui")),
            run.decide(
                new Decision(q.id(), "", "old", Answer.APPROVE, "sam", "", "terminal", null, "")),
            run.decide(
                new Decision(q.id(), "", "", Answer.APPROVE, "sam", "", "terminal", null, "")),
            run.decide(
                new Decision(
                    q.id(),
                    "run-x",
                    q.planHash(),
                    Answer.APPROVE,
                    "sam",
                    "",
                    "terminal",
                    null,
                    "")));

    List<String> reasons =
        List.of(
            "alex asked for this run and may not approve it",
            "jo has none of the roles owner",
            "stranger has none of the roles owner",
            "this approval counts only from terminal, slack",
            "stale plan: the question is about plan " + q.planHash(),
            "stale plan: the question is about plan " + q.planHash(),
            "this is run " + q.runId() + ", not run-x");
    assertThat(refused).extracting(DecisionResult::message).isEqualTo(reasons);
    assertThat(refused).extracting(DecisionResult::accepted).containsOnly(false);
    Report report = run.progress();
    assertThat(report.decisions()).extracting(Decision::refused).isEqualTo(reasons);
    assertThat(report.questions()).containsExactly(q);
    assertThat(world.log).isEmpty();
    run.answer(Answer.REJECT);
    run.result();
  }

  @Test
  void twoDifferentPeopleMustApprove() {
    TestRun run = start(asking(TWO_OWNERS));
    Question q = run.question();
    assertThat(q.people()).isEqualTo(2);

    assertThat(run.answer(q, Answer.APPROVE, SAM))
        .isEqualTo(new DecisionResult(true, "recorded; 1 more must approve"));
    assertThat(run.progress().questions().get(0).approvals()).isEqualTo(1);
    assertThat(run.answer(q, Answer.APPROVE, SAM))
        .isEqualTo(new DecisionResult(false, "sam has approved already; 2 people are needed"));
    assertThat(run.answer(q, Answer.APPROVE, KIM)).isEqualTo(new DecisionResult(true, "answered"));

    Report report = run.result();
    assertThat(world.log).containsExactly("all");
    assertThat(report.decisions()).hasSize(3);
  }

  @Test
  void anybodyMayRejectWhateverThePolicySays() {
    TestRun run = start(asking(TWO_OWNERS));
    Question q = run.question();
    run.answer(q, Answer.APPROVE, SAM);

    run.decide(Map.of("questionId", q.id(), "answer", "REJECT", "who", "stranger"));

    assertThat(run.result().status()).isEqualTo(Report.Status.ABORTED);
    assertThat(world.log).isEmpty();
  }

  @Test
  void aMalformedDecisionIsRefusedByTheValidatorAndLeavesNoTrace() {
    TestRun run = start(asking(Policy.anyone()));
    Question q = run.question();

    assertThat(
            List.of(
                refusal(run, Map.of("answer", "APPROVE", "who", "sam")),
                refusal(run, Map.of("questionId", "q9", "answer", "APPROVE", "who", "sam")),
                refusal(run, Map.of("questionId", q.id(), "answer", "RETRY", "who", "sam")),
                refusal(run, Map.of("questionId", q.id(), "who", "sam")),
                refusal(run, Map.of("questionId", q.id(), "answer", "APPROVE", "who", "  ")),
                refusal(run, "yes")))
        .containsExactly(
            "questionId: \"\" is not open; open: [q1]",
            "questionId: \"q9\" is not open; open: [q1]",
            "answer: q1 takes one of [APPROVE, REJECT]",
            "answer: required; one of [APPROVE, REJECT]",
            "who: required",
            "not understood: must be one JSON object with its fields");
    assertThat(refusal(run, Map.of("questionId", q.id(), "answer", "MAYBE", "who", "sam")))
        .isEqualTo(
            "not understood: answer: \"MAYBE\"; one of [APPROVE, REJECT, RETRY, ABORT, WAIT,"
                + " ROLL_BACK, NOTIFY, EVICT]");

    assertThat(run.events(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED)).isZero();
    assertThat(run.progress().decisions()).isEmpty();
    run.answer(Answer.APPROVE);
    run.result();
  }

  @Test
  void theSameBySignalIsRecordedWithItsReason() {
    TestRun run = start(asking(Policy.anyone()));
    Question q = run.question();

    run.signal("decision", Map.of("questionId", "q9", "answer", "APPROVE", "who", "sam"));
    run.signal("decision", Map.of("questionId", q.id(), "answer", "MAYBE", "who", "sam"));
    run.signal("decision", "yes");
    run.signal("decision");
    Report report = run.until(r -> r.decisions().size() == 4);

    assertThat(report.decisions()).extracting(Decision::refused).doesNotContain("");
    assertThat(report.decisions().get(0).refused())
        .isEqualTo("questionId: \"q9\" is not open; open: [q1]");
    assertThat(report.decisions().get(1).why()).contains("MAYBE");
    assertThat(report.questions()).containsExactly(q);

    run.signal("decision", Decision.on(q, Answer.APPROVE, SAM));
    run.result();
    assertThat(world.log).containsExactly("all");
  }

  @Test
  void anAnsweredQuestionIsClosed() {
    world.failing("all", FailureKind.QUOTA);
    TestRun run = start(asking(Policy.anyone()));
    Question q = run.question();
    run.answer(q, Answer.APPROVE, SAM);
    run.until(report -> report.questions().stream().anyMatch(other -> !other.id().equals(q.id())));

    assertThat(refusal(run, Decision.on(q, Answer.REJECT, KIM)))
        .isEqualTo("questionId: \"q1\" is not open; open: [q2]");
    run.answer(Answer.ABORT);
    run.result();
  }

  @Test
  void aDoorGoneWildNeitherFillsTheReportNorHidesWhatCounted() {
    TestRun run = start(asking(Policy.anyone()));
    Question q = run.question();
    for (int i = 0; i < 150; i++) {
      run.signal("decision", Map.of("questionId", "q9", "who", "x".repeat(5000)));
    }

    run.answer(q, Answer.APPROVE, SAM);
    Report report = run.result();

    assertThat(report.decisions()).hasSize(101);
    assertThat(report.decisions().get(100).who()).isEqualTo("sam");
    assertThat(Json.size(report)).isLessThan(100_000);
  }

  @Test
  void theRunsClockSaysWhen() {
    TestRun run = start(asking(Policy.anyone()));
    Question q = run.question();

    run.decide(
        Map.of(
            "questionId",
            q.id(),
            "planHash",
            q.planHash(),
            "answer",
            "APPROVE",
            "who",
            "sam",
            "at",
            "2001-01-01T00:00:00Z",
            "refused",
            "no"));
    Report report = run.result();

    Decision kept = report.decisions().get(0);
    assertThat(kept.at()).isBetween(report.startedAt(), report.finishedAt());
    assertThat(kept.refused()).isEmpty();
  }

  private Sample.Body asking(Policy policy) {
    return (steps, request, probe) -> {
      steps.plan(SamplePlan.class, () -> plan("x"));
      List<String> approved =
          steps.approve(
              List.of(new ApprovalGroup("all", "Delete all?", List.of("x: 5 GiB"), policy)));
      if (approved.isEmpty()) {
        steps.rejected();
      }
      approved.forEach(name -> step(steps, probe, name));
    };
  }

  private static Decision by(Question q, String who, String door) {
    return Decision.on(q, Answer.APPROVE, new Actor(who, "", door));
  }

  private static String refusal(TestRun run, Object decision) {
    WorkflowUpdateException refused =
        catchThrowableOfType(WorkflowUpdateException.class, () -> run.decide(decision));
    return ((ApplicationFailure) refused.getCause()).getOriginalMessage();
  }
}
