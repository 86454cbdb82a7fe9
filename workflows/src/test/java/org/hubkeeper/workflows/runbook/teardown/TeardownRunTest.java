package org.hubkeeper.workflows.runbook.teardown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hubkeeper.workflows.runbook.teardown.Assets.in;
import static org.hubkeeper.workflows.runbook.teardown.Assets.own;
import static org.hubkeeper.workflows.runbook.teardown.Assets.state;
import static org.hubkeeper.workflows.runbook.teardown.Assets.whose;

import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.activity.Backups.BackupFact;
import org.hubkeeper.workflows.activity.Namespaces.Cause;
import org.hubkeeper.workflows.activity.Namespaces.Obstacle;
import org.hubkeeper.workflows.activity.Releases.ReleaseName;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.model.Asset.Whose;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The runbook from plan to proof, in an estate in memory. */
class TeardownRunTest extends TeardownTest {

  @Test
  void everythingGoesFromTheInsideOutAndDataStays() {
    aCluster();
    TestRun run = start();

    approveBoth(run);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(estate.deleted())
        .containsSubsequence("s/ds100/proxy", "namespace//ds100", "vpc-cni", "core", "old", "sg-1")
        .containsSubsequence("namespace//ds100", "lb-1", "subnet-1", "rtb-1", "vpc-1")
        .containsSubsequence("old", "subnet-1")
        .hasSize(10);
    assertThat(estate.ids()).containsExactlyInAnyOrder("vol-1", "key-1", "backups");
    assertThat(report.leftovers()).isEmpty();
    assertThat(report.results())
        .anyMatch(line -> line.startsWith("before: 15 things, 8.00 USD"))
        .anyMatch(line -> line.startsWith("after: 0 things"))
        .anyMatch(line -> line.startsWith("kept on purpose: 3 things"));
  }

  @Test
  @Tag("fact-74")
  void theVolumeIsRecordedNamedAndSavedBeforeItsClaimGoes() {
    aCluster();
    TestRun run = start();

    approveBoth(run);
    Report report = run.result();

    assertThat(estate.writes.subList(0, 3))
        .containsExactly("name vol-1 ds100", "retain [vol-1]", "delete s/ds100/proxy");
    assertThat(report.results().get(0)).isEqualTo("volume vol-1 is kept, of hub ds100");
    assertThat(estate.writes.get(estate.writes.size() - 1)).startsWith("mark vol-1 ds100 ds100 2");
  }

  @Test
  void aPlanTakesNoLockAndChangesNothing() {
    aCluster();

    Report report = start("planOnly", true, "confirm", "").result();

    assertThat(report.plan().changes())
        .extracting(Change::target)
        .contains("vpc vpc-1", "cluster old")
        .doesNotContain("instance i-1", "network interface eni-1", "volume vol-1");
    assertThat(report.plan().notes()).anyMatch(note -> note.contains("volume vol-1: kept"));
    assertThat(estate.writes).isEmpty();
    assertThat(temporal.office.lockLog).isEmpty();
  }

  @Test
  void theNameHasToBeTypedOnceMore() {
    aCluster();

    ApplicationFailure missing = start("confirm", "").failure();
    ApplicationFailure wrong = start("confirm", "old").failure();

    assertThat(missing.getOriginalMessage()).contains("confirm: required", "confirm=" + name);
    assertThat(wrong.getOriginalMessage()).contains("\"old\" is not what is to go");
    assertThat(estate.writes).isEmpty();
  }

  @Test
  void rejectedNothingIsChanged() {
    aCluster();
    TestRun run = start();

    answer(run, "Delete cluster", Answer.REJECT);

    assertThat(run.result().status()).isEqualTo(Status.ABORTED);
    assertThat(estate.writes).isEmpty();
  }

  @Test
  void whoeverObjectsInTheGracePeriodLeavesEverythingAsItWas() {
    aCluster();
    TestRun run = start("graceHours", 48);
    answer(run, "Delete cluster", Answer.APPROVE);
    run.until(report -> run.step("Wait 48 hours") != null);

    run.signal("abort", new Actor("kim", "still in use", "slack"));
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error()).contains("still in use");
    assertThat(estate.writes).isEmpty();
    assertThat(temporal.office.told)
        .singleElement()
        .satisfies(n -> assertThat(n.subject()).contains("48 hours"));
  }

  @Test
  void atThePointOfNoReturnItIsAskedAgainWithTheBackup() {
    aCluster();
    estate.backups.add(new BackupFact("daily", Instant.EPOCH, "s3://backups", ""));
    TestRun run = start();

    answer(run, "Delete cluster", Answer.APPROVE);
    Question last = answer(run, "no way back", Answer.REJECT);

    assertThat(last.details()).anyMatch(line -> line.startsWith("final backup: final-"));
    assertThat(run.result().status()).isEqualTo(Status.ABORTED);
    assertThat(estate.writes).containsExactly("backup []");
  }

  @Test
  void onProductionTwoPeopleApprove() {
    environment("production");
    aCluster();
    TestRun run = start();

    Question question = run.question();

    assertThat(question.people()).isEqualTo(2);
    run.answer(question, Answer.APPROVE, new Actor("sam", "", "terminal"));
    assertThat(run.progress().questions()).hasSize(1);
    run.answer(question, Answer.APPROVE, new Actor("kim", "", "terminal"));
    assertThat(run.question().text()).contains("no way back");
    run.signal("abort", new Actor("kim", "", "test"));
    run.result();
  }

  @Test
  void somebodyElsesMachineStaysIsNamedAndAllElseGoes() {
    aCluster();
    estate.add(whose(own("instance", "i-9", "subnet-1"), Whose.FOREIGN, "tag owner=data-platform"));
    TestRun run = start();
    approveBoth(run);

    Question question = run.question();
    assertThat(question.details())
        .anyMatch(l -> l.startsWith("subnet subnet-1 is held by instance i-9: tag owner=data-pl"));
    run.answer(Answer.RETRY);
    run.answer(Answer.ABORT);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(estate.ids())
        .containsExactlyInAnyOrder(
            "i-9", "subnet-1", "vpc-1", "rtb-1", "vol-1", "key-1", "backups");
    assertThat(estate.deleted()).doesNotContain("i-9", "subnet-1", "vpc-1");
    assertThat(report.results()).anyMatch(line -> line.equals("deleted: 1 cluster"));
  }

  @Test
  void whenTheOtherMachineIsGoneARetryFinishes() {
    aCluster();
    estate.add(whose(own("instance", "i-9", "subnet-1"), Whose.FOREIGN, "tag owner=data-platform"));
    TestRun run = start();
    approveBoth(run);
    run.question();

    estate.remove("i-9");
    run.answer(Answer.RETRY);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(estate.ids()).containsExactlyInAnyOrder("vol-1", "key-1", "backups");
  }

  @Test
  void whatTurnsUpLaterIsANewQuestionAndRejectedItStays() {
    aCluster();
    estate.after.put("old", () -> estate.add(own("network-interface", "eni-7", "subnet-1")));
    TestRun run = start();
    approveBoth(run);

    Question question = answer(run, "network interface eni-7", Answer.REJECT);
    Report report = run.result();

    assertThat(question.text()).contains("Found besides what was approved");
    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(estate.ids()).contains("eni-7", "subnet-1", "vpc-1").doesNotContain("old", "sg-1");
  }

  @Test
  void whatTurnsUpLaterGoesWhenItIsApproved() {
    aCluster();
    estate.after.put("old", () -> estate.add(own("network-interface", "eni-7", "subnet-1")));
    TestRun run = start();
    approveBoth(run);

    answer(run, "network interface eni-7", Answer.APPROVE);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(estate.ids()).doesNotContain("eni-7", "vpc-1");
  }

  @Test
  @Tag("fact-106")
  void aStuckNamespaceWaitsForAPersonAndNamesWhatHoldsIt() {
    aCluster();
    estate.obstacles.put("ds100", List.of(stuck()));
    TestRun run = start();
    approveBoth(run);

    Question question = run.question();
    assertThat(run.progress().status()).isEqualTo(Status.WAITING);
    assertThat(question.text()).contains("Namespace ds100 does not end");
    assertThat(question.details())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .contains("finalizer op/clean of widget/ds100/w", "the operator", "a bucket"));
    assertThat(estate.deleted()).doesNotContain("vpc-cni", "core", "old");
    answer(run, "does not end", Answer.APPROVE);

    Report report = run.result();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(estate.writes).contains("clear widget/ds100/w");
    assertThat(report.results()).anyMatch(line -> line.contains("look for a bucket"));
  }

  @Test
  void aNamespaceThatNobodyWantsToForceIsFreedByHand() {
    aCluster();
    estate.obstacles.put("ds100", List.of(stuck()));
    TestRun run = start();
    approveBoth(run);

    answer(run, "does not end", Answer.REJECT);
    Question held = run.question();
    assertThat(held.text()).contains("Namespace ds100 is held: finalizer op/clean");
    estate.obstacles.clear();
    run.answer(Answer.RETRY);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(estate.writes).noneMatch(write -> write.startsWith("clear"));
  }

  @Test
  @Tag("fact-105")
  @Tag("fact-73")
  void aHubGoesAloneAndLeavesClusterNetworkAndVolume() {
    aCluster();
    estate.releases.add(new ReleaseName("ds100", "ds-jupyterlab-1", "deployed"));
    TestRun run = start("scope", "hub", "hub", "ds100", "confirm", "ds100");

    approveBoth(run);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(estate.writes.subList(0, 6))
        .containsExactly(
            "name vol-1 ds100",
            "retain [vol-1]",
            "uninstall ds100",
            "delete s/ds100/proxy",
            "delete namespace//ds100",
            "release [vol-1]");
    assertThat(estate.writes.get(6)).startsWith("mark vol-1 ds100 ds100 2");
    assertThat(estate.ids()).contains("old", "vpc-1", "core", "vol-1", "lb-1");
  }

  @Test
  @Tag("fact-105")
  void aHubWhoseNamespaceOthersNeedIsRefused() {
    aCluster();
    estate.add(in(own("load-balancer-service", "s/bio-ns/proxy", "namespace//ds100"), "bio-ns", 0));
    estate.pages = 3;

    ApplicationFailure refused =
        start("scope", "hub", "hub", "ds100", "confirm", "ds100", "backup", "none").failure();

    assertThat(refused.getOriginalMessage()).contains("OUTSIDE_SCOPE");
    assertThat(estate.writes).isEmpty();
  }

  @Test
  void anUnknownHubIsBadInput() {
    ApplicationFailure failure = start("scope", "hub", "hub", "ds10", "confirm", "ds10").failure();

    assertThat(failure.getOriginalMessage()).contains("no hub ds10", "did you mean ds100");
  }

  @Test
  @Tag("fact-108")
  void keysAreWarnedOfAndScheduledOnlyByDecision() {
    aCluster();
    Report plan = start("planOnly", true).result();
    assertThat(plan.plan().findings())
        .anyMatch(f -> f.code().equals("KEYS_WAIT") && f.message().contains("at least 7 days"));

    TestRun run = start("keys", "schedule");
    approveBoth(run);
    Report report = run.result();

    assertThat(estate.writes).contains("schedule key-1 in 7");
    assertThat(report.results()).contains("key key-1 will be deleted at 2036-01-08T00:00:00Z");
    Step step = run.step("Schedule the end");
    assertThat(step.note()).contains(run.id() + "/keys", "keeps them");
  }

  @Test
  @Tag("fact-108")
  void untilTheDateTheEndOfAKeyCanBeTakenBack() {
    TeardownKeys.End key = new TeardownKeys.End("key-1", "2036-01-08T00:00:00Z");
    TestRun run =
        temporal.start(
            "TeardownKeys", new TeardownKeys.Request(Slices.test(name), List.of(key), "sam", 1.0));
    run.until(report -> run.step("Wait for the ends") != null);

    run.signal("abort", new Actor("kim", "still needed", "slack"));
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(estate.writes).containsExactly("cancel key-1");
    assertThat(report.results()).containsExactly("key key-1 is kept: Enabled");
  }

  @Test
  void aDayLaterARunOfItsOwnLooksAgainAndReports() {
    aCluster();
    TestRun run = start();
    approveBoth(run);
    run.result();
    estate.add(own("log-group", "/aws/eks/late"));

    try {
      temporal.client().newUntypedWorkflowStub(run.id() + "/rescan").getResult(Report.class);
      throw new AssertionError("found nothing");
    } catch (io.temporal.client.WorkflowFailedException e) {
      assertThat(((ApplicationFailure) e.getCause()).getOriginalMessage())
          .contains("/aws/eks/late");
    }
    assertThat(temporal.office.told)
        .anyMatch(notice -> notice.subject().contains("1 things are there a day after"));
  }

  @Test
  void protectionIsLiftedOnlyWhenThatIsApproved() {
    aCluster();
    estate.add(state(own("load-balancer", "lb-2"), "active", false, "deletion protection"));
    TestRun rejected = start();
    answer(rejected, "Delete cluster", Answer.APPROVE);
    answer(rejected, "Lift that?", Answer.REJECT);
    assertThat(rejected.result().status()).isEqualTo(Status.ABORTED);
    assertThat(estate.writes).isEmpty();

    TestRun run = start();
    answer(run, "Delete cluster", Answer.APPROVE);
    answer(run, "Lift that?", Answer.APPROVE);
    answer(run, "no way back", Answer.APPROVE);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(estate.deleted()).contains("lb-2");
  }

  @Test
  void oneThatIsRefusedHoldsUpNoOtherAndIsAskedAbout() {
    aCluster();
    estate.add(own("security-group", "sg-2", "vpc-1"), own("security-group", "sg-3", "vpc-1"));
    estate.failing.put("sg-2", FailureKind.FORBIDDEN);
    TestRun run = start();
    approveBoth(run);

    Question question = run.question();
    assertThat(question.details()).singleElement().asString().contains("sg-2", "FORBIDDEN");
    assertThat(estate.ids()).contains("vpc-1", "sg-2").doesNotContain("sg-3", "subnet-1");
    estate.failing.clear();
    run.answer(Answer.RETRY);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void theWorkerDoesNotRemoveItself() {
    aCluster();
    estate.look = new org.hubkeeper.workflows.activity.ClusterObjects.Look(true, 0);

    assertThat(start().failure().getOriginalMessage()).contains("WORKER_INSIDE");
    assertThat(estate.writes).isEmpty();
  }

  @Test
  void anotherAccountBlocks() {
    aCluster();
    estate.surveyed.add(new Finding("ACCOUNT", true, "the credentials are of another account"));

    assertThat(start().failure().getOriginalMessage()).contains("ACCOUNT");
    assertThat(estate.writes).isEmpty();
  }

  @Test
  @Tag("fact-107")
  void aNetworkLeftBehindGoesOnlyAfterApprovalOfTheFullList() {
    estate.add(
        inside("vpc", "vpc-7"),
        inside("subnet", "subnet-7", "vpc-7"),
        inside("security-group", "sg-7", "vpc-7"),
        inside("network-interface", "eni-7", "subnet-7", "sg-7"));
    TestRun run = start("scope", "network", "vpc", "vpc-7", "confirm", "vpc-7");

    Question question = run.question();
    assertThat(question.details())
        .anyMatch(line -> line.contains("vpc-7"))
        .anyMatch(line -> line.contains("subnet-7"))
        .anyMatch(line -> line.contains("sg-7"))
        .anyMatch(line -> line.contains("eni-7"));
    assertThat(estate.writes).isEmpty();
    approveBoth(run);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(estate.deleted())
        .startsWith("eni-7")
        .endsWith("vpc-7")
        .containsExactlyInAnyOrder("eni-7", "subnet-7", "sg-7", "vpc-7");
  }

  private static org.hubkeeper.workflows.model.Asset inside(
      String kind, String id, String... uses) {
    return whose(own(kind, id, uses), Whose.INSIDE, "it is in vpc-7");
  }

  private static Obstacle stuck() {
    return new Obstacle(
        "ds100",
        Cause.FINALIZER,
        "widget/ds100/w",
        "op/clean",
        "the operator, which is gone",
        Instant.parse("2026-01-01T00:00:00Z"),
        "a bucket");
  }
}
