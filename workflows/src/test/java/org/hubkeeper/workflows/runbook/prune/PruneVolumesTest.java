package org.hubkeeper.workflows.runbook.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hubkeeper.workflows.kernel.Approvals.Rule;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The runbook from plan to proof, with volumes in memory. */
class PruneVolumesTest extends PruneTest {

  @Test
  void whatIsApprovedIsMarkedSnapshotAndDeletedInThisOrder() {
    cloud.add(vol("v1"), vol("v2"));
    TestRun run = start();

    Question question = run.question();
    assertThat(question.text())
        .isEqualTo("Delete 2 volumes of hub ds100? What is rejected is kept.");
    assertThat(question.details()).hasSize(2).allMatch(line -> line.contains("snapshot first"));
    assertThat(cloud.writes).isEmpty();
    approve(run);
    Report report = run.result();

    assertThat(cloud.writes)
        .containsExactly(
            "mark v1", "mark v2", "snapshot v1", "snapshot v2", "delete v1", "delete v2");
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.results()).containsExactly("v1 deleted", "v2 deleted");
    assertThat(report.leftovers()).isEmpty();
    assertThat(temporal.office.told)
        .singleElement()
        .satisfies(notice -> assertThat(notice.text()).contains("v1: ", "10 GiB gp3"))
        .satisfies(notice -> assertThat(notice.to()).containsExactly("hub-admins@example.edu"));
    assertThat(temporal.office.lockLog)
        .containsExactly("await lock/" + own + "/volumes", "free lock/" + own + "/volumes");
  }

  @Test
  @Tag("fact-77")
  void onlyVolumesInStateAvailableAreListed() {
    cloud.add(vol("v1"), vol("v2").state("in-use"), vol("v3").state("creating"));

    Report report = start("planOnly", true).result();

    assertThat(report.plan().changes()).extracting(Change::target).containsExactly("v1");
    assertThat(report.plan().notes()).contains("1 detached volumes found");
  }

  @Test
  @Tag("fact-78")
  void silenceKeepsAVolumeForEver() {
    cloud.add(vol("v1"));
    TestRun run = start();
    run.question();

    temporal.pass(Duration.ofDays(60));

    assertThat(cloud.volumes).containsKey("v1");
    assertThat(cloud.writes).isEmpty();
    Report waiting = run.progress();
    assertThat(waiting.status()).isEqualTo(Status.WAITING);
    assertThat(waiting.questions()).hasSize(1);
    reject(run);
    run.result();
  }

  @Test
  @Tag("fact-78")
  void aRejectedGroupIsKeptAndTheOthersGo() {
    cloud.add(vol("v1"), vol("v2").hub("bio-ns"));
    TestRun run = start();
    assertThat(run.question().text()).contains("of hub ds100");
    reject(run);
    assertThat(
            run.until(r -> r.steps().stream().anyMatch(s -> s.name().contains("bio"))).questions())
        .extracting(Question::text)
        .containsExactly("Delete 1 volume of hub bio? What is rejected is kept.");
    approve(run);
    Report report = run.result();

    assertThat(cloud.volumes).containsOnlyKeys("v1");
    assertThat(cloud.writes).containsExactly("mark v2", "snapshot v2", "delete v2");
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.plan().changes()).extracting(Change::target).containsExactly("v2");
  }

  @Test
  @Tag("fact-128")
  void whenEverythingIsRejectedNothingIsWrittenAndTheEndIsClean() {
    cloud.add(vol("v1"), vol("v2").hub("bio-ns"));
    TestRun run = start();
    reject(run);
    run.until(r -> r.decisions().size() == 1 && !r.questions().isEmpty());
    reject(run);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error()).isEqualTo("not approved: rejected by sam: looked at it");
    assertThat(cloud.writes).isEmpty();
    assertThat(report.leftovers()).isEmpty();
    assertThat(temporal.office.lockLog).contains("free lock/" + own + "/volumes");
  }

  @Test
  @Tag("fact-79")
  void aVolumeFoundDeletedCountsAsSuccess() {
    cloud.add(vol("v1"), vol("v2"));
    cloud.once("delete", () -> cloud.volumes.remove("v1"));

    Report report = approveAll(start());

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.results())
        .containsExactly("v1 was gone already: it no longer exists", "v2 deleted");
    assertThat(cloud.volumes).isEmpty();
  }

  @Test
  @Tag("fact-80")
  void aVolumeThatIsAttachedAtDeletionTimeIsKeptAndLosesItsMark() {
    cloud.add(vol("v1"), vol("v2"));
    cloud.once("delete", () -> cloud.attach("v1"));

    Report report = approveAll(start());

    assertThat(cloud.volumes).containsOnlyKeys("v1");
    assertThat(cloud.volumes.get("v1").markedBy()).isEmpty();
    assertThat(report.results()).containsExactly("v1 kept: attached since approval", "v2 deleted");
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  @Tag("fact-80")
  void aVolumeThatIsClaimedAtDeletionTimeIsKeptWhicheverClusterClaimsIt() {
    cluster("test", Slices.ref("neighbour", "test"));
    cloud.add(vol("v1"), vol("v2"), vol("v3"));
    cloud.once(
        "snapshot",
        () -> {
          cloud.claim(own, "ds100", "v1");
          cloud.claim("neighbour", "hub-x", "v2");
        });

    Report report = approveAll(start());

    assertThat(cloud.volumes).containsOnlyKeys("v1", "v2");
    assertThat(cloud.volumes.values()).allMatch(v -> v.markedBy().isEmpty());
    assertThat(report.results())
        .containsExactlyInAnyOrder(
            "v1 kept: claimed since approval in " + own + ", namespace ds100",
            "v2 kept: claimed since approval in neighbour, namespace hub-x",
            "v3 deleted");
  }

  @Test
  void aClusterThatCannotBeAskedAtDeletionTimeKeepsEverything() {
    cloud.add(vol("v1"));
    cloud.once("snapshot", () -> cloud.unreachable.add(own));

    Report report = approveAll(start());

    assertThat(cloud.volumes).containsOnlyKeys("v1");
    assertThat(report.results())
        .containsExactly("v1 kept: " + own + " can't be asked for claims now");
  }

  @Test
  void whatANeighbourThatCannotBeAskedMayOwnIsNotTouched() {
    cluster("test", Slices.ref("neighbour", "test"));
    cloud.unreachable.add("neighbour");
    cloud.add(vol("v1"), vol("v2").cluster("neighbour"), vol("v3").unidentified());

    Report report = approveAll(start());

    assertThat(cloud.volumes).containsOnlyKeys("v2", "v3");
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  @Tag("fact-84")
  void aProductionClusterIsAlwaysAskedAboutAndATestClusterMayBePreset() {
    Rule preset = new Rule("prune-volumes", List.of(), List.of(), 1, false, List.of(), true);
    rules("test", preset);
    cloud.add(vol("v1"));

    Report report = start().result();
    assertThat(cloud.volumes).isEmpty();
    assertThat(report.decisions()).extracting(d -> d.who()).containsExactly("fleet file");

    rules("production", preset);
    cloud.add(vol("v2"));
    TestRun run = start();
    run.question();
    assertThat(cloud.volumes).containsOnlyKeys("v2");
    reject(run);
    run.result();
  }

  @Test
  void whatNobodyCanIdentifyIsAskedAboutTwiceAlsoWherePreset() {
    rules("test", new Rule("prune-volumes", List.of(), List.of(), 1, false, List.of(), true));
    cloud.add(vol("v1"), vol("v2").unidentified());
    TestRun run = start();

    assertThat(run.question().text())
        .isEqualTo("Delete 1 volume that nobody can identify? What is rejected is kept.");
    approve(run);
    Question second =
        run.until(r -> r.questions().stream().anyMatch(q -> q.id().equals("q2")))
            .questions()
            .get(0);
    assertThat(second.text()).startsWith("Nothing tells whose this volume is");
    run.answer(second, Answer.REJECT, SAM);
    run.result();

    assertThat(cloud.volumes).containsOnlyKeys("v2");
  }

  @Test
  @Tag("fact-127")
  void aPlanThatChangedDuringTheGracePeriodIsAskedAboutAgain() {
    cloud.add(vol("v1"), vol("v2"));
    TestRun run = start("graceDays", 7);
    approve(run);
    run.until(r -> r.steps().stream().anyMatch(s -> s.name().equals("Wait 7 days")));
    cloud.attach("v1");

    Question question = run.question();
    assertThat(question.text()).startsWith("The plan has changed since it was approved");
    assertThat(question.details()).singleElement().asString().startsWith("- DELETE v1");
    assertThat(cloud.writes).doesNotContain("delete v2");
    approve(run);
    run.result();

    assertThat(cloud.volumes).containsOnlyKeys("v1");
    assertThat(cloud.volumes.get("v1").markedBy()).isEmpty();
  }

  @Test
  void whenNothingIsLeftOfThePlanNothingIsDeleted() {
    cloud.add(vol("v1"));
    TestRun run = start("graceDays", 7);
    approve(run);
    run.until(r -> r.steps().stream().anyMatch(s -> s.name().equals("Wait 7 days")));
    cloud.attach("v1");

    approve(run);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(cloud.writes).containsExactly("mark v1", "unmark v1");
  }

  @Test
  void onlyTheApprovedGroupOfManyHubsIsAskedAboutOnce() {
    for (int hub = 0; hub < 20; hub++) {
      cloud.add(vol("v" + hub).hub("hub-" + hub).gib(10 + hub));
    }
    TestRun run = start();
    for (int group = 1; group <= 12; group++) {
      String id = "q" + group;
      run.until(r -> r.questions().stream().anyMatch(q -> q.id().equals(id)));
      reject(run);
    }
    Question rest =
        run.until(r -> r.questions().stream().anyMatch(q -> q.id().equals("q13")))
            .questions()
            .get(0);
    assertThat(rest.text()).isEqualTo("Delete 8 volumes of other hubs? What is rejected is kept.");
    run.answer(rest, Answer.APPROVE, SAM);
    Report report = run.result();

    assertThat(report.decisions()).hasSize(13);
    assertThat(cloud.volumes).hasSize(12);
  }

  @Test
  void anAbortDuringTheGracePeriodTakesTheMarksOff() {
    cloud.add(vol("v1"), vol("v2"));
    TestRun run = start("graceDays", 7);
    approve(run);
    run.until(r -> r.steps().stream().anyMatch(s -> s.name().equals("Wait 7 days")));
    assertThat(cloud.volumes.values()).allMatch(v -> v.markedBy().equals(run.id()));

    run.signal("abort", SAM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(cloud.volumes).hasSize(2).allSatisfy((id, v) -> assertThat(v.markedBy()).isEmpty());
    assertThat(cloud.writes).containsExactly("mark v1", "mark v2", "unmark v1", "unmark v2");
    assertThat(report.results()).isEmpty();
  }

  @Test
  void anAbortInTheMiddleOfTheDeletionTellsWhatIsGone() {
    cloud.add(vol("v1"), vol("v2"), vol("v3"));
    AtomicInteger deletions = new AtomicInteger();
    cloud.before.put(
        "delete",
        () -> {
          cloud.volumes.remove("v1");
          throw Failures.of(FailureKind.FORBIDDEN, "no permission " + deletions.get(), null);
        });
    TestRun run = start();
    approve(run);
    Question failed =
        run.until(
                r ->
                    r.steps().stream()
                        .anyMatch(
                            s -> s.state() == Step.State.WAITING && s.name().startsWith("Delete")))
            .questions()
            .get(0);
    assertThat(failed.details()).containsExactly("page 1: FORBIDDEN: no permission 0");

    run.answer(failed, Answer.ABORT, SAM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.results()).containsExactly("v1 is gone");
    assertThat(cloud.volumes).containsOnlyKeys("v2", "v3");
    assertThat(cloud.volumes.values()).allMatch(v -> v.markedBy().isEmpty());
  }

  @Test
  void volumesOfLivingHubsGetNamesAndAServerThatStartsMeanwhileIsNoNews() {
    cloud.add(vol("v1"), vol("v2").named());
    cloud.claim(own, "ds100", "v1");
    cloud.claim(own, "ds100", "v2");
    TestRun run = start();
    assertThat(run.question().text()).isEqualTo("Write readable names on 1 volume of living hubs?");
    cloud.attach("v1");

    approve(run);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.decisions()).hasSize(1);
    assertThat(cloud.writes).containsExactly("name v1");
  }

  @Test
  void aPlanTakesNoLockAndWritesNothing() {
    cloud.add(vol("v1"));

    Report report = start("planOnly", true).result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.plan().changes()).hasSize(1);
    assertThat(cloud.writes).isEmpty();
    assertThat(temporal.office.lockLog).isEmpty();
    assertThat(report.steps())
        .extracting(Step::note)
        .contains("only a plan was asked for; no lock was taken, so it may be stale");
  }

  @Test
  void aSecondRunPlansNothingAndWritesNothing() {
    cloud.add(vol("v1"), vol("v2").foreign("another team's"));
    approveAll(start());
    cloud.writes.clear();

    Report report = start().result();

    assertThat(report.plan().changes()).isEmpty();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(cloud.writes).isEmpty();
    assertThat(report.decisions()).isEmpty();
  }

  @Test
  void anUnknownClusterFailsTheRunAsBadInput() {
    ApplicationFailure failure =
        temporal.start("PruneVolumes", java.util.Map.of("cluster", "nowhere")).failure();

    assertThat(failure.getType()).isEqualTo("INPUT");
    assertThat(failure.getOriginalMessage())
        .startsWith("cluster: MISSING: no cluster nowhere; known: ");
  }

  @Test
  void aWrongApiServerBlocksTheRun() {
    cloud.add(vol("v1"));
    cloud.before.put(
        "claims",
        () -> {
          throw Failures.of(FailureKind.DRIFTED, "another kube-system", null);
        });

    ApplicationFailure failure = start().failure();

    assertThat(failure.getType()).isEqualTo("BLOCKED");
    assertThat(failure.getOriginalMessage()).contains("CLUSTER_MISMATCH", own);
    assertThat(cloud.writes).isEmpty();
  }

  @Test
  void aDeletionThatDoesNotHoldFailsTheRunWithWhatIsLeft() {
    cloud.add(vol("v1"));
    cloud.before.put(
        "look",
        () -> {
          if (cloud.writes.contains("delete v1")) {
            cloud.add(vol("v1"));
          }
        });
    TestRun run = start();
    approve(run);

    ApplicationFailure failure = run.failure();

    assertThat(failure.getType()).isEqualTo("UNVERIFIED");
    assertThat(failure.getDetails().get(0, Report.class).leftovers()).hasSize(1);
  }
}
