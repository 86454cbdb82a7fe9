package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hubkeeper.rehearsal.RehearsalWorld.PROD;
import static org.hubkeeper.rehearsal.RehearsalWorld.TEST;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.Scene;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.DecisionResult;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two people at two doors: what they see, what they may do, what is recorded of it. */
class DoorsRehearsalTest {

  private static final Actor OWNER = new Actor("owner-a", "looks right", "slack");
  private static final Actor OTHER = new Actor("owner-b", "", "terminal");
  private static final Actor REQUESTER = new Actor("operator-a", "I want it", "terminal");

  private final RehearsalWorld world = RehearsalWorld.shared();

  @Test
  @Tag("fact-129")
  void aWaitingRunShowsWhatItWaitsForAndSinceWhen() {
    world.scene("default");
    Instant start = Instant.now().minusSeconds(5);
    TestRun run = world.run();

    Question question = run.question();
    Report report = run.progress().orElseThrow();

    assertThat(report.status()).isEqualTo(Status.WAITING);
    assertThat(report.waitingFor()).contains(question.text());
    assertThat(report.waitingSince()).isBetween(start, Instant.now().plusSeconds(5));
  }

  @Test
  @Tag("fact-129")
  void aGracePeriodShowsUntilWhenItLasts() {
    world.scene("default");
    TestRun run = world.run(TEST, Map.of("timeFactor", 2000));
    approveUntil(run, "Wait 7 days");

    Report report = run.until("the wait", r -> !r.waitingFor().isEmpty());

    assertThat(report.waitingFor()).contains("the clock until 20");
    assertThat(report.waitingSince()).isAfter(Instant.EPOCH);
  }

  @Test
  @Tag("fact-127")
  void anApprovalOfAnotherPlanThanTheShownOneIsRefusedAndRecorded() {
    world.scene("default");
    TestRun run = world.run();
    Question question = run.question();
    Decision stale =
        new Decision(
            question.id(), "", "000000000000", Answer.APPROVE, "owner-a", "", "slack", null, "");

    DecisionResult result = world.client().decide(run.ref(), stale);

    assertThat(result.accepted()).isFalse();
    assertThat(result.message()).contains("stale plan", question.planHash());
    Report report = run.progress().orElseThrow();
    assertThat(report.questions()).extracting(Question::id).contains(question.id());
    assertThat(report.decisions()).anyMatch(d -> d.refused().contains("stale plan"));
  }

  @Test
  @Tag("fact-127")
  void aPlanThatHasChangedSinceItsApprovalIsAskedAboutAgain() {
    Scene scene = world.scene("default");
    TestRun run = world.run(TEST, Map.of("timeFactor", 100_000));
    approveUntil(run, "Wait 7 days");
    String kept = scene.volume("claim-tags-gp2");
    world.account().keep(kept);

    Report report = run.approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.steps())
        .anyMatch(s -> s.name().equals("Approve what changed since the notice"));
    assertThat(world.aws().state().path("volumes").findValuesAsText("id")).contains(kept);
    assertThat(report.plan().hash()).isNotEqualTo(report.decisions().get(0).planHash());
  }

  @Test
  @Tag("fact-84")
  void onProductionTwoOwnersMustApproveAndNeverTheRequester() {
    world.scene("default", PROD);
    TestRun run = world.run(PROD, Map.of());
    Question question = run.question();
    assertThat(question.people()).isEqualTo(2);

    assertThat(run.answer(question, Answer.APPROVE, REQUESTER).message())
        .contains("operator-a asked for this run and may not approve it");
    assertThat(run.answer(question, Answer.APPROVE, new Actor("operator-b", "", "slack")).message())
        .contains("none of the roles owner");
    assertThat(run.answer(question, Answer.APPROVE, OWNER).message()).contains("1 more");
    assertThat(run.answer(question, Answer.APPROVE, OWNER).message())
        .contains("owner-a has approved already");
    assertThat(world.changes()).isEmpty();

    assertThat(run.answer(question, Answer.APPROVE, OTHER).accepted()).isTrue();
    Report report = run.approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.decisions())
        .filteredOn(d -> d.questionId().equals(question.id()))
        .extracting(Decision::who)
        .containsExactly("operator-a", "operator-b", "owner-a", "owner-a", "owner-b");
    assertThat(report.decisions()).filteredOn(d -> !d.refused().isEmpty()).hasSize(3);
  }

  @Test
  void aPausedRunStopsBetweenStepsKeepsItsLockAndGoesOnWhenResumed() {
    world.scene("default");
    TestRun run = world.run();
    Question question = run.question();

    world.client().pause(run.ref(), OWNER);
    Report paused = run.until("a pause", r -> r.status() == Status.PAUSED);
    assertThat(paused.pauses()).hasSize(1);
    assertThat(paused.pauses().get(0).by()).isEqualTo(OWNER);
    run.answer(question, Answer.APPROVE);
    assertThat(world.changes()).isEmpty();
    TestRun second = world.run();
    second.until("the lock", r -> r.waitingFor().contains("lock/"));

    world.client().resume(run.ref(), OTHER);
    Report report = run.approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(second.approveAll().plan().size()).isZero();
  }

  @Test
  void anAbortInTheMiddleTellsWhatWasDoneAndTakesTheMarksOff() {
    Scene scene = world.scene("default");
    TestRun run = world.run(TEST, Map.of("timeFactor", 2000));
    approveUntil(run, "Wait 7 days");
    assertThat(marks()).hasSize(10);

    world.client().abort(run.ref(), OWNER);
    Report report = run.ended();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.decisions())
        .anyMatch(d -> d.answer() == Answer.ABORT && d.why().equals("looks right"));
    assertThat(report.steps()).anyMatch(s -> s.name().startsWith("Mark 10 "));
    assertThat(report.steps()).anyMatch(s -> s.name().equals("Take the candidate marks off"));
    assertThat(marks()).isEmpty();
    assertThat(world.aws().state().path("volumes").findValuesAsText("id")).containsAll(scene.all());
    assertThat(world.changes()).extracting(Request::operation).doesNotContain("DeleteVolume");
  }

  private void approveUntil(TestRun run, String step) {
    Report report = run.until("a question", r -> !r.questions().isEmpty());
    while (!TestRun.begun(report, step)) {
      Question question = report.questions().get(0);
      run.answer(question, Answer.APPROVE);
      report =
          run.until(
              "step " + step,
              r ->
                  TestRun.begun(r, step)
                      || r.questions().stream().anyMatch(q -> !q.id().equals(question.id())));
    }
  }

  private List<String> marks() {
    return world.aws().state().path("volumes").findValuesAsText("hubkeeper/candidate-run");
  }
}
