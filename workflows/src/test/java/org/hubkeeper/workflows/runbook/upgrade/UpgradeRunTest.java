package org.hubkeeper.workflows.runbook.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.workflows.activity.ApiUsage.ApiUse;
import org.hubkeeper.workflows.activity.ApiUsage.Source;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order of an upgrade, and what it asks. */
class UpgradeRunTest extends UpgradeTest {

  @Test
  void oneMinorFromPlanToProof() {
    TestRun run = run("1.34");
    answer(run, "Upgrade cluster", Answer.APPROVE);
    answer(run, "The control plane of", Answer.APPROVE);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes)
        .containsExactly(
            "version 1.34",
            "add-on vpc-cni v1.34",
            "add-on coredns v1.34",
            "announce in bio",
            "copy core as core-1-34 with 1",
            "no growth of core",
            "close core by CORDON",
            "drain core",
            "remove core",
            "silence in bio",
            "copy user as user-1-34 with 1",
            "no growth of user",
            "close user by TAINT",
            "drain user",
            "remove user");
    assertThat(report.steps())
        .extracting(Step::name)
        .containsSubsequence(
            "Lock " + own + "/components",
            "Lock " + own + "/control-plane",
            "Lock " + own + "/pool/core",
            "Lock " + own + "/pool/user",
            "Approve: the whole upgrade",
            "Move the control plane to 1.34",
            "Check that it serves 1.34",
            "Smoke check of the control plane at 1.34",
            "Watch 1.34 for 2 h; nodes stay at what they are",
            "Decide about 1.34",
            "Smoke check of core pools at 1.34",
            "Remove pool core",
            "Wait until the last user has left user",
            "Remove pool user",
            "Smoke check at the end",
            "Verify that nothing is left to do");
    assertThat(provider.pools).containsOnlyKeys("core-1-34", "user-1-34");
  }

  @Test
  @Tag("fact-8")
  void atTheTargetNothingIsPlannedAndNobodyIsAsked() {
    Report report = run("1.33").result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.plan().changes()).isEmpty();
    assertThat(journal.writes).isEmpty();
    assertThat(refused(run("1.32"))).isEqualTo("TARGET_OLDER");
  }

  @Test
  @Tag("fact-7")
  void theSourceVersionIsReadAndATypedOneThatDiffersIsRefused() {
    assertThat(refused(run("1.34", "from", "1.32"))).isEqualTo("SOURCE_DIFFERS");
    assertThat(plan("1.34", "from", "1.33").changes()).isNotEmpty();
    assertThat(plan("1.34").changes().get(0).detail()).isEqualTo("1.33 to 1.34");
  }

  @Test
  @Tag("fact-6")
  void aMoveOverSeveralMinorsIsRefusedHoweverItWasTyped() {
    provider.reset("1.18");

    TestRun literal = run("1.22", "path", "1.18→1.22");
    assertThat(refused(literal)).isEqualTo("PATH_WRONG");
    assertThat(literal.progress().plan().findings())
        .anySatisfy(
            finding ->
                assertThat(finding.message())
                    .isEqualTo(
                        "1.18->1.22: a control plane moves by one minor at a time, to 1.19"));
  }

  @Test
  void aVersionThatIsNotOfferedIsRefusedWithThoseThatAre() {
    Finding finding = blocking(plan("1.41"));

    assertThat(finding.code()).isEqualTo("TARGET_UNKNOWN");
    assertThat(finding.message()).contains("1.41 is not offered; offered: [1.33, 1.34, 1.35]");
  }

  @Test
  @Tag("fact-9")
  void aNewRunPlansOnlyWhatIsLeft() {
    TestRun first = run("1.35");
    answer(first, "Upgrade cluster", Answer.APPROVE);
    answer(first, "The control plane of", Answer.APPROVE);
    Question second = first.question();
    assertThat(second.text()).contains("is at 1.35");
    first.answer(second, Answer.ABORT, SAM);
    assertThat(first.result().status()).isEqualTo(Status.ABORTED);

    assertThat(plan("1.35").changes())
        .extracting(change -> change.target() + ": " + change.detail())
        .containsExactly(
            "pool core-1-34: 1.34 to 1.35, by core-1-35, drained",
            "pool user-1-34: 1.34 to 1.35, by user-1-35, once its last user has left");
  }

  @Test
  @Tag("fact-10")
  void aPlanNamesTheRunThatIsAtWork() {
    temporal.office.others.add(
        Blocker.of("lock/" + own + "/control-plane", "upgrade run-7", "it is at work"));

    assertThat(plan("1.34").findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.code()).isEqualTo("RUN_UNDER_WAY");
              assertThat(finding.message()).contains("upgrade run-7");
            });
  }

  @Test
  @Tag("fact-11")
  void theApprovalSaysUntilWhenAndHowAHopCanBeRolledBack() {
    policy(1, 3, true);
    TestRun run = run("1.35");
    Question whole = run.question();
    assertThat(whole.details())
        .anyMatch(
            line -> line.startsWith("the move to 1.34 can be rolled back to 1.33 for 7 days"));
    run.answer(whole, Answer.APPROVE, SAM);
    answer(run, "The control plane of", Answer.APPROVE);
    Question second = run.question();

    assertThat(second.text()).startsWith("Move the control plane of").contains("1.34 to 1.35");
    assertThat(second.details())
        .anyMatch(
            line -> line.startsWith("the move to 1.35 can be rolled back to 1.34 for 7 days"));
    run.answer(second, Answer.REJECT, SAM);
    assertThat(run.result().status()).isEqualTo(Status.ABORTED);
  }

  @Test
  @Tag("fact-11")
  void whereThereIsNoWayBackTheApprovalSaysSo() {
    provider.rollbackOffered = false;

    assertThat(run("1.34").question().details())
        .contains("the move to 1.34 cannot be reversed: this provider offers no way back");
  }

  @Test
  void aBlockingFindingIsLetPassByItsCodeWithAReasonThatIsKept() {
    inside.uses.add(
        new ApiUse(
            Source.METRIC,
            "policy/v1beta1",
            "poddisruptionbudgets",
            KubeVersion.parse("1.34"),
            "policy/v1",
            "",
            java.time.Instant.EPOCH));

    assertThat(blocking(plan("1.34")).code()).isEqualTo("REMOVED_API");
    TestRun waived = run("1.34", "waive", "REMOVED_API: only the old exporter asks");
    assertThat(waived.question().text()).startsWith("Upgrade cluster");
    assertThat(waived.progress().plan().findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.code()).isEqualTo("REMOVED_API");
              assertThat(finding.blocking()).isFalse();
              assertThat(finding.waived()).isEqualTo("only the old exporter asks");
            });
    waived.answer(Answer.REJECT);
    assertThat(run("1.34", "waive", "REMOVED_API").failure().getOriginalMessage())
        .startsWith("waive: needs a reason");
    assertThat(run("1.34", "waive", "TARGET_OLDER: x").failure().getOriginalMessage())
        .startsWith("waive: TARGET_OLDER can't be waived");
  }

  private org.hubkeeper.workflows.kernel.PlanView plan(String target, Object... more) {
    Object[] all = java.util.Arrays.copyOf(more, more.length + 2);
    all[more.length] = "planOnly";
    all[more.length + 1] = true;
    Report report = run(target, all).result();
    assertThat(journal.writes.stream().filter(w -> w.startsWith("lock"))).isEmpty();
    return report.plan();
  }

  private static Finding blocking(org.hubkeeper.workflows.kernel.PlanView plan) {
    return plan.findings().stream().filter(Finding::blocking).findFirst().orElseThrow();
  }

  /** The code by which a run is refused, before anything is changed. */
  private static String refused(TestRun run) {
    String message = run.failure().getOriginalMessage();
    assertThat(message).startsWith("the plan is blocked: ");
    assertThat(journal.writes).isEqualTo(List.of());
    return message.substring("the plan is blocked: ".length(), message.indexOf(':', 22));
  }
}
