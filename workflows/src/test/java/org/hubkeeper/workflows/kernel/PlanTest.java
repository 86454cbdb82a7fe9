package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Sample.SamplePlan;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plans: recorded once, approved as recorded, computed again before the point of no return. */
class PlanTest extends KernelTest {

  private final AtomicReference<SamplePlan> found = new AtomicReference<>(plan("x", "y"));

  @Test
  @Tag("fact-127")
  void whatIsApprovedIsWhatIsAppliedAndAnUnchangedPlanIsNotAskedAboutTwice() {
    TestRun run = start(this::approveAndConfirm);

    Question question = run.question();
    assertThat(question.planHash()).isEqualTo(PlanView.hashOf(plan("x", "y")));
    assertThat(question.allowed()).containsExactly(Answer.APPROVE, Answer.REJECT);
    run.answer(question, Answer.APPROVE, SAM);
    Report report = run.result();

    assertThat(world.log).containsExactly("x", "y");
    assertThat(report.plan().changes()).isEqualTo(plan("x", "y").changes());
    assertThat(report.decisions()).hasSize(1);
    assertThat(report.steps().get(0).note()).isEqualTo("approved by sam: looked at it");
  }

  @Test
  @Tag("fact-127")
  void aChangedPlanShowsTheDifferenceAndNeedsANewApproval() {
    TestRun run = start(this::approveAndConfirm);
    Question first = run.question();
    found.set(plan("y", "z"));
    run.answer(first, Answer.APPROVE, SAM);

    Question second = run.question();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.details()).containsExactly("- DELETE x gone", "+ DELETE z gone");
    assertThat(second.planHash()).isEqualTo(PlanView.hashOf(plan("y", "z")));
    assertThat(run.step("Confirm").state()).isEqualTo(Step.State.WAITING);
    assertThat(world.log).isEmpty();

    DecisionResult stale =
        run.decide(
            new Decision(
                second.id(), "", first.planHash(), Answer.APPROVE, "sam", "", "cli", null, ""));
    assertThat(stale.accepted()).isFalse();
    assertThat(stale.message())
        .isEqualTo("stale plan: the question is about plan " + second.planHash());

    run.answer(second, Answer.APPROVE, KIM);
    Report report = run.result();
    assertThat(world.log).containsExactly("y", "z");
    assertThat(report.decisions())
        .extracting(d -> d.who() + " " + d.planHash() + " " + d.refused())
        .containsExactly(
            "sam " + first.planHash() + " ",
            "sam " + first.planHash() + " " + stale.message(),
            "kim " + second.planHash() + " ");
  }

  @Test
  void aPlanThatChangesAgainDuringTheQuestionIsAskedAboutAgain() {
    TestRun run = start(this::approveAndConfirm);
    Question first = run.question();
    found.set(plan("z"));
    run.answer(first, Answer.APPROVE, SAM);
    Question second = run.question();
    found.set(plan("z", "w"));
    run.answer(second, Answer.APPROVE, SAM);

    Question third = run.question();
    assertThat(third.details()).containsExactly("+ DELETE w gone");
    run.answer(third, Answer.REJECT, KIM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error()).isEqualTo("not approved: rejected by kim");
    assertThat(world.log).isEmpty();
  }

  @Test
  @Tag("fact-128")
  void aRejectionChangesNothingAndEndsCleanly() {
    TestRun run = start(this::approveAndConfirm);

    run.answer(run.question(), Answer.REJECT, SAM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(world.log).isEmpty();
    assertThat(report.leftovers()).isEmpty();
  }

  @Test
  void aBlockedPlanIsNotAskedAboutAndFailsTheRun() {
    found.set(
        new SamplePlan(
            plan("x").changes(),
            List.of(
                new Finding("FYI", false, "no matter"), new Finding("FROZEN", true, "finals"))));

    ApplicationFailure failure = start(this::approveAndConfirm).failure();

    assertThat(failure.getType()).isEqualTo("BLOCKED");
    assertThat(failure.getOriginalMessage()).isEqualTo("the plan is blocked: FROZEN: finals");
    assertThat(world.log).isEmpty();
  }

  @Test
  void aPlanThatIsBlockedSinceItsApprovalWaitsForAPerson() {
    TestRun run = start(this::approveAndConfirm);
    Question first = run.question();
    found.set(
        new SamplePlan(plan("x", "y").changes(), List.of(new Finding("FROZEN", true, "finals"))));
    run.answer(first, Answer.APPROVE, SAM);

    Question blocked = run.question();
    assertThat(blocked.text())
        .isEqualTo("The plan is blocked since it was approved: FROZEN: finals");
    found.set(plan("x", "y"));
    run.answer(blocked, Answer.RETRY, SAM);
    run.result();

    assertThat(world.log).containsExactly("x", "y");
  }

  @Test
  void aLargePlanIsRecordedByTheHashesOfItsPages() {
    SamplePlan large =
        plan(IntStream.range(0, 5001).mapToObj(i -> "volume-" + i).toArray(String[]::new));
    List<Integer> applied = new java.util.concurrent.CopyOnWriteArrayList<>();
    TestRun run =
        start(
            (steps, request, probe) -> {
              SamplePlan plan = steps.plan(SamplePlan.class, () -> large);
              steps.approve(List.of(group(Policy.anyone())));
              applied.add(plan.changes().size());
            });

    PlanView view = run.until(report -> !report.questions().isEmpty()).plan();
    assertThat(view.changes().size()).isEqualTo(200);
    assertThat(view.size()).isEqualTo(5001);
    assertThat(view.pages()).hasSize(26).doesNotHaveDuplicates();
    assertThat(view.hash()).isEqualTo(PlanView.hashOf(large));
    run.answer(Answer.APPROVE);
    run.result();

    assertThat(applied).first().isEqualTo(5001);
    assertThat(run.history().getEvents().stream().mapToInt(HistoryEvent::getSerializedSize))
        .allMatch(size -> size < 256_000);
  }

  @Test
  void longWordsMakeAPlanLargeTooAndNothingRecordedPassesTheLimit() {
    String word = "x".repeat(3000);
    SamplePlan wordy =
        new SamplePlan(
            IntStream.range(0, 300)
                .mapToObj(i -> new Change(Change.Verb.CREATE, "t" + i, word))
                .toList(),
            IntStream.range(0, 400).mapToObj(i -> new Finding("F" + i, i == 399, word)).toList());

    PlanView view = PlanView.of(wordy);

    assertThat(Json.size(view)).isLessThan(PlanView.LIMIT_BYTES);
    assertThat(view.small()).isFalse();
    assertThat(view.size()).isEqualTo(300);
    assertThat(view.findings()).extracting(Finding::code).startsWith("F399");
  }

  @Test
  void theHashCoversChangesAndBlockingFindingsAndNothingElse() {
    SamplePlan base = plan("x", "y");
    Change inform = new Change(Change.Verb.DELETE, "x", "gone", "5 USD");

    assertThat(PlanView.hashOf(new SamplePlan(List.of(inform, base.changes().get(1)), List.of())))
        .isEqualTo(PlanView.hashOf(base));
    assertThat(PlanView.hashOf(with(new Finding("A", false, "a"))))
        .isEqualTo(PlanView.hashOf(base));
    assertThat(
            List.of(
                PlanView.hashOf(base),
                PlanView.hashOf(plan("y", "x")),
                PlanView.hashOf(plan("x")),
                PlanView.hashOf(plan("x y")),
                PlanView.hashOf(with(new Finding("A", true, "a"))),
                PlanView.hashOf(with(new Finding("A", true, "b")))))
        .doesNotHaveDuplicates();
  }

  @Test
  void aPresetPolicyAsksNobodyAndSaysSo() {
    Policy preset = new Policy(List.of(), 1, false, List.of(), true, List.of());

    Report report =
        start(
                (steps, request, probe) -> {
                  steps.plan(SamplePlan.class, found::get);
                  steps.approve(List.of(group(preset))).forEach(name -> step(steps, probe, name));
                })
            .result();

    assertThat(world.log).containsExactly("all");
    assertThat(report.decisions())
        .extracting(d -> d.answer() + " " + d.who() + " " + d.door() + " " + d.planHash())
        .containsExactly("APPROVE fleet file policy " + PlanView.hashOf(found.get()));
  }

  private void approveAndConfirm(Steps steps, Sample.Request request, Sample.Probe probe) {
    SamplePlan plan = steps.plan(SamplePlan.class, found::get);
    if (steps.approve(List.of(group(Policy.anyone()))).isEmpty()) {
      steps.rejected();
    }
    SamplePlan agreed =
        steps.confirm("Confirm", SamplePlan.class, plan, found::get, Policy.anyone());
    agreed.changes().forEach(change -> step(steps, probe, change.target()));
  }

  private static ApprovalGroup group(Policy policy) {
    return new ApprovalGroup("all", "Delete all?", List.of("a line"), policy);
  }

  private static SamplePlan with(Finding finding) {
    return new SamplePlan(plan("x", "y").changes(), List.of(finding));
  }
}
