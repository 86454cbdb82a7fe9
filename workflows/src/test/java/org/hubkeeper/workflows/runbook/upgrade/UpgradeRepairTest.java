package org.hubkeeper.workflows.runbook.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.workflows.activity.Nodes.ZonalVolumes;
import org.hubkeeper.workflows.kernel.Approvals.Rule;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Test;

/** What an upgrade does when something goes wrong, or when people are in the way. */
class UpgradeRepairTest extends UpgradeTest {

  @Test
  void takenBackInTheBakeItLeavesNodesAloneAndSaysWhatDoesNotGoBack() {
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);
    Question bake = run.question();
    assertThat(bake.allowed())
        .containsExactly(Answer.APPROVE, Answer.WAIT, Answer.ROLL_BACK, Answer.ABORT);
    assertThat(bake.details())
        .contains(
            "ROLL_BACK: take the control plane back to 1.33; nodes have not moved and stay alone",
            "hub bio: 0 servers started, 0 failed");
    run.answer(bake, Answer.ROLL_BACK, SAM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes)
        .containsExactly(
            "version 1.34", "add-on vpc-cni v1.34", "add-on coredns v1.34", "roll back to 1.33");
    assertThat(report.results())
        .contains(
            "the control plane is back at 1.33; nodes were left alone",
            "not rolled back: add-on coredns stays at v1.34");
  }

  @Test
  void toldToWaitItWatchesAsLongAgainAndAsksAgain() {
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);
    answer(run, "The control plane of", Answer.WAIT);
    answer(run, "The control plane of", Answer.APPROVE);

    assertThat(run.result().steps())
        .extracting(Step::name)
        .filteredOn(name -> name.startsWith("Watch 1.34"))
        .hasSize(2);
  }

  @Test
  void troubleEndsTheWatchAndIsNamedFirst() {
    policy(160, 3, false);
    inside.trouble = List.of("2 % of requests fail");
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);
    Question bake = run.question();

    assertThat(bake.text()).contains("THERE IS TROUBLE");
    assertThat(bake.details()).contains("TROUBLE: 2 % of requests fail");
    run.answer(bake, Answer.ABORT, SAM);
    assertThat(run.result().status()).isEqualTo(Status.ABORTED);
  }

  @Test
  void withoutABakeNobodyIsAskedWhileAllIsWell() {
    policy(0, 3, false);
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(run.step("Decide about 1.34").state()).isEqualTo(Step.State.SKIPPED);
  }

  @Test
  void whatTheFleetFileApprovesBeforehandGoesOnByItselfWhileAllIsWell() {
    policy(2, 3, true, new Rule("upgrade", List.of(), List.of(), 1, false, List.of(), true));

    assertThat(run("1.35").result().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void aFailedUpdateAsksAndARetryIsAFreshOne() {
    policy(0, 3, false);
    journal.failing("version 1.34", FailureKind.REJECTED);
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);
    Question question = run.question();
    assertThat(question.text()).startsWith("Move the control plane to 1.34: REJECTED");
    journal.heal("version 1.34");
    run.answer(question, Answer.RETRY, SAM);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.calls("version 1.34")).isEqualTo(2);
  }

  @Test
  void anAddOnVersionThatIsRefusedIsNotTriedAgain() {
    policy(0, 3, false);
    journal.failing("add-on coredns v1.34", FailureKind.REJECTED);
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);
    answer(run, "Add-on coredns for 1.34", Answer.RETRY);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes)
        .contains("add-on coredns v1.33")
        .doesNotContain("add-on coredns v1.34");
  }

  @Test
  void anAbortReopensWhatWasClosedAndTakesTheAnnouncementOff() {
    policy(0, 3, false);
    journal.failing("drain core", FailureKind.STALLED);
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);
    answer(run, "Drain pool core", Answer.ABORT);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(journal.writes)
        .endsWith("close core by CORDON", "open core", "growth of core", "silence in bio");
    assertThat(provider.pools).containsKeys("core", "core-1-34", "user");
  }

  @Test
  void aVolumeThatCannotFollowStopsTheDrain() {
    policy(0, 3, false);
    TestRun run = run("1.34");
    Question plan = run.question();
    inside.volumes.add(
        new ZonalVolumes("core", "us-west-2b", "bio-ns", "bio-ns/Deployment/hub", true, 1));
    run.answer(plan, Answer.APPROVE, SAM);

    answer(run, "The plan is blocked since it was approved: ZONE_BOUND", Answer.ABORT);
    assertThat(run.result().status()).isEqualTo(Status.ABORTED);
    assertThat(journal.writes).isEmpty();
  }
}
