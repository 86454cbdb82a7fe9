package org.hubkeeper.activities.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.activity.Volumes.Naming;
import org.hubkeeper.workflows.activity.Volumes.Outcome;
import org.hubkeeper.workflows.activity.Volumes.Page;
import org.hubkeeper.workflows.activity.Volumes.Result;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.VolumeFact;
import org.hubkeeper.workflows.model.VolumeFact.Identity;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class EbsVolumesTest {

  private static final ClusterRef CLUSTER =
      new ClusterRef("a", "test", "aws", "123456789012", "us-west-2", "aws", "uid");
  private static final String RUN = "prune-volumes/a/1";
  private static final String MARK = "hubkeeper/candidate-run";

  private final FakeEc2 ec2 = new FakeEc2();
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final EbsVolumes volumes = new EbsVolumes(cluster -> ec2, () -> RUN, () -> now);

  @Test
  @Tag("fact-77")
  void onlyDetachedVolumesAreListedPageByPage() {
    ec2.volume("vol-1", "available").volume("vol-2", "in-use").volume("vol-3", "creating");

    Page page = volumes.listDetached(CLUSTER, "");

    assertThat(page.volumes()).extracting(VolumeFact::id).containsExactly("vol-1");
    assertThat(page.next()).isEqualTo("1");
    assertThat(volumes.listDetached(CLUSTER, "1").next()).isEmpty();
  }

  @Test
  void aFactTellsTagsSnapshotAndPrice() {
    ec2.volume(
            "vol-1",
            "available",
            "hubkeeper/cluster",
            "a",
            "hubkeeper/hub",
            "h",
            "hubkeeper/keep-until",
            "2026-12-01",
            "hubkeeper/candidate-since",
            "2026-11-20",
            MARK,
            RUN)
        .snapshot("snap-1", "vol-1", "completed", decided("vol-1", "other"))
        .snapshot("snap-2", "vol-1", "pending", decided("vol-1", RUN))
        .snapshot("snap-3", "vol-1", "completed");

    VolumeFact fact = volumes.look(CLUSTER, List.of("vol-1", "vol-gone")).get(0);

    assertThat(fact.identity()).isEqualTo(Identity.TAGS);
    assertThat(fact.keepUntil()).isEqualTo(Instant.parse("2026-12-01T23:59:59Z"));
    assertThat(fact.markedAt()).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
    assertThat(fact.markedBy()).isEqualTo(RUN);
    assertThat(fact.snapshot()).isEqualTo("snap-1");
    assertThat(fact.monthlyUsd()).isEqualTo(0.8);
  }

  @Test
  void aWishToKeepThatCantBeReadHoldsForEver() {
    ec2.volume("vol-1", "available", "hubkeeper/keep-until", "after the exams");

    assertThat(volumes.look(CLUSTER, List.of("vol-1")).get(0).keepUntil())
        .isAfter(now.plus(Duration.ofDays(36_500)));
  }

  @Test
  void noClaimNameLeavesTheActivity() {
    ec2.volume(
        "vol-1",
        "available",
        "kubernetes.io/created-for/pvc/name",
        "claim-jane",
        "kubernetes.io/created-for/pvc/namespace",
        "h",
        "kubernetes.io/cluster/a",
        "owned",
        "Name",
        "a-dynamic-claim-jane",
        "owner",
        "jane");

    assertThat(volumes.look(CLUSTER, List.of("vol-1")).toString()).doesNotContain("jane");
  }

  @Test
  void aLookAsksForAtMostTwoHundredAtOnce() {
    volumes.look(CLUSTER, IntStream.range(0, 450).mapToObj(i -> "vol-" + i).toList());

    assertThat(ec2.asked).containsExactly(200, 200, 50);
  }

  @Test
  @Tag("fact-126")
  void markingAgainChangesNothing() {
    ec2.volume("vol-1", "available").volume("vol-2", "available").volume("vol-3", "in-use");
    List<String> ids = List.of("vol-1", "vol-2", "vol-3", "vol-4");

    assertThat(volumes.ensureMarked(CLUSTER, ids, "2026-11-21", "old"))
        .extracting(Outcome::result)
        .containsExactly(Result.DONE, Result.DONE, Result.KEPT, Result.ALREADY);
    assertThat(volumes.ensureMarked(CLUSTER, ids, "2026-11-21", "old"))
        .extracting(Outcome::result)
        .containsExactly(Result.ALREADY, Result.ALREADY, Result.KEPT, Result.ALREADY);
    assertThat(ec2.changes).containsExactly("tag [vol-1, vol-2]");
  }

  @Test
  void unmarkingLeavesTheMarksOfOtherRuns() {
    ec2.volume("vol-1", "available", MARK, RUN, "hubkeeper/candidate-since", "2026-11-21")
        .volume("vol-2", "available", MARK, "prune-volumes/a/2");

    volumes.ensureUnmarked(CLUSTER, List.of("vol-1", "vol-2"));

    assertThat(ec2.changes).containsExactly("untag [vol-1]");
    assertThat(ec2.tags.get("vol-1")).isEmpty();
    assertThat(ec2.tags.get("vol-2")).containsKey(MARK);
  }

  @Test
  void snapshotsAreAskedForOnceAndWaitedFor() {
    ec2.volume("vol-1", "available", MARK, RUN).volume("vol-2", "available", MARK, RUN);
    List<String> ids = List.of("vol-1", "vol-2", "vol-gone");

    ApplicationFailure waits = failure(() -> volumes.ensureSnapshots(CLUSTER, ids));
    failure(() -> volumes.ensureSnapshots(CLUSTER, ids));
    ec2.completeSnapshots("completed");

    assertThat(Failures.blocker(waits).orElseThrow().holder()).contains("snap-1");
    assertThat(volumes.ensureSnapshots(CLUSTER, ids))
        .containsExactly(
            new Outcome("vol-1", Result.ALREADY, "snap-1"),
            new Outcome("vol-2", Result.ALREADY, "snap-2"),
            new Outcome("vol-gone", Result.ALREADY, "it no longer exists"));
    assertThat(ec2.changes).containsExactly("snapshot vol-1", "snapshot vol-2");
  }

  @Test
  void aSnapshotThatFailedNeedsAPerson() {
    ec2.volume("vol-1", "available").volume("vol-2", "available");
    failure(() -> volumes.ensureSnapshots(CLUSTER, List.of("vol-1", "vol-2")));
    ec2.completeSnapshots("error");

    ApplicationFailure broken =
        failure(() -> volumes.ensureSnapshots(CLUSTER, List.of("vol-1", "vol-2")));

    assertThat(broken.getType()).isEqualTo("REJECTED");
    assertThat(broken.getOriginalMessage()).contains("snap-1 of vol-1").contains("snap-2 of vol-2");
  }

  @Test
  void aSnapshotOfAnUnidentifiedVolumeNamesNoCluster() {
    ec2.volume("vol-1", "available");

    failure(() -> volumes.ensureSnapshots(CLUSTER, List.of("vol-1")));

    assertThat(ec2.snapshots.get(0).tags())
        .extracting(software.amazon.awssdk.services.ec2.model.Tag::key)
        .containsExactlyInAnyOrder("hubkeeper/runbook", "hubkeeper/run", "hubkeeper/volume");
  }

  @Test
  @Tag("fact-79")
  void aVolumeFoundDeletedCountsAsDone() {
    ec2.volume("vol-2", "available", MARK, RUN);
    ec2.beforeDelete = () -> ec2.volumes.remove("vol-2");

    assertThat(volumes.ensureAbsent(CLUSTER, List.of("vol-1", "vol-2"), false))
        .extracting(Outcome::result)
        .containsExactly(Result.ALREADY, Result.ALREADY);
  }

  @Test
  @Tag("fact-80")
  void aVolumeThatIsAttachedWhenItIsToBeDeletedIsKept() {
    ec2.volume("vol-1", "available", MARK, RUN).volume("vol-2", "available", MARK, RUN);
    ec2.attach("vol-1", "i-1");
    ec2.beforeDelete = () -> ec2.attach("vol-2", "i-2");

    List<Outcome> outcomes = volumes.ensureAbsent(CLUSTER, List.of("vol-1", "vol-2"), false);

    assertThat(outcomes).extracting(Outcome::result).containsExactly(Result.KEPT, Result.KEPT);
    assertThat(outcomes.get(0).note()).isEqualTo("it is attached to i-1 since approval");
    assertThat(ec2.changes).isEmpty();
  }

  @Test
  void onlyWhatIsMarkedByThisRunAndNotAskedToBeKeptIsDeleted() {
    ec2.volume("vol-1", "available")
        .volume("vol-2", "available", MARK, "prune-volumes/a/2")
        .volume("vol-3", "available", MARK, RUN, "hubkeeper/keep-until", "2026-11-21")
        .volume("vol-4", "available", MARK, RUN, "hubkeeper/keep-until", "2026-11-20")
        .volume("vol-5", "available", MARK, RUN, "aws:backup:source-resource", "x");

    volumes.ensureAbsent(CLUSTER, List.of("vol-1", "vol-2", "vol-3", "vol-4", "vol-5"), false);

    assertThat(ec2.changes).containsExactly("delete vol-4");
  }

  @Test
  void withSnapshotsOnlyWhatHasACompletedOneOfADecisionIsDeleted() {
    ec2.volume("vol-1", "available", MARK, RUN)
        .volume("vol-2", "available", MARK, RUN)
        .volume("vol-3", "available", MARK, RUN)
        .snapshot("snap-1", "vol-1", "completed", decided("vol-1", RUN))
        .snapshot("snap-2", "vol-2", "pending", decided("vol-2", RUN))
        .snapshot("snap-3", "vol-3", "completed");

    volumes.ensureAbsent(CLUSTER, List.of("vol-1", "vol-2", "vol-3"), true);

    assertThat(ec2.changes).containsExactly("delete vol-1");
  }

  @Test
  void aVolumeThatIsStillShownIsWaitedForAndDeletedOnce() {
    ec2.volume("vol-1", "available", MARK, RUN);
    ec2.shownWhileDeleting = true;

    ApplicationFailure waits =
        failure(() -> volumes.ensureAbsent(CLUSTER, List.of("vol-1"), false));
    failure(() -> volumes.ensureAbsent(CLUSTER, List.of("vol-1"), false));
    ec2.volumes.clear();

    assertThat(waits.getType()).isEqualTo("NOT_READY");
    assertThat(volumes.ensureAbsent(CLUSTER, List.of("vol-1"), false))
        .extracting(Outcome::result)
        .containsExactly(Result.ALREADY);
    assertThat(ec2.changes).containsExactly("delete vol-1");
  }

  @Test
  void aLookThatHasGrownOldIsTakenAgain() {
    ec2.volume("vol-1", "available", MARK, RUN).volume("vol-2", "available", MARK, RUN);
    ec2.beforeDelete =
        () -> {
          now = now.plusSeconds(2);
          ec2.attach("vol-2", "i-2");
        };

    List<Outcome> outcomes = volumes.ensureAbsent(CLUSTER, List.of("vol-1", "vol-2"), false);

    assertThat(outcomes.get(1).note()).isEqualTo("it is attached to i-2 since approval");
  }

  @Test
  void aLongBatchIsLeftToTheNextAttempt() {
    ec2.volume("vol-1", "available", MARK, RUN).volume("vol-2", "available", MARK, RUN);
    ec2.beforeDelete = () -> now = now.plusSeconds(60);
    List<String> ids = List.of("vol-1", "vol-2");

    ApplicationFailure unfinished = failure(() -> volumes.ensureAbsent(CLUSTER, ids, false));

    assertThat(ec2.changes).containsExactly("delete vol-1");
    assertThat(Failures.blocker(unfinished).map(Blocker::holder).orElseThrow()).contains("vol-2");
    assertThat(volumes.ensureAbsent(CLUSTER, ids, false))
        .extracting(Outcome::result)
        .containsExactly(Result.ALREADY, Result.DONE);
  }

  @Test
  void aRefusalOfAVolumeThatExistsIsAFailure() {
    ec2.volume("vol-1", "available", MARK, RUN);
    ec2.refuseDelete = "UnauthorizedOperation";

    assertThatThrownBy(() -> volumes.ensureAbsent(CLUSTER, List.of("vol-1"), false))
        .isInstanceOf(Ec2Exception.class);
  }

  @Test
  void theMarkNamesTheRunThatTheActivityWorksFor() {
    ec2.volume("vol-1", "available");
    TestActivityEnvironment activities = TestActivityEnvironment.newInstance();
    activities.registerActivitiesImplementations(new EbsVolumes(cluster -> ec2));

    activities
        .newActivityStub(Volumes.class)
        .ensureMarked(CLUSTER, List.of("vol-1"), "2026-11-21", "old");
    activities.close();

    assertThat(ec2.tags.get("vol-1").get(MARK)).isEqualTo("test-workflow-id");
  }

  @Test
  void aSnapshotThatGetsOnIsProgress() {
    ec2.volume("vol-1", "available");
    List<String> ids = List.of("vol-1");
    failure(() -> volumes.ensureSnapshots(CLUSTER, ids));
    ec2.progress("10%");
    ApplicationFailure early = failure(() -> volumes.ensureSnapshots(CLUSTER, ids));
    ApplicationFailure same = failure(() -> volumes.ensureSnapshots(CLUSTER, ids));
    ec2.progress("11%");
    ApplicationFailure later = failure(() -> volumes.ensureSnapshots(CLUSTER, ids));

    assertThat(Failures.remaining(same)).isEqualTo(Failures.remaining(early));
    assertThat(Failures.remaining(later)).isNotEqualTo(Failures.remaining(early));
    assertThat(Failures.blocker(later)).isEqualTo(Failures.blocker(early));
  }

  @Test
  void namesOfPeopleStayAndTheDriversAreReplaced() {
    ec2.volume("vol-1", "available", "Name", "a-dynamic-pvc-0f1e")
        .volume("vol-2", "available", "Name", "shared data of physics")
        .volume("vol-3", "available", "owner", "x");
    List<Naming> namings =
        List.of(
            new Naming("vol-1", "a", "h"),
            new Naming("vol-2", "a", "h"),
            new Naming("vol-3", "a", "h"));

    volumes.ensureNamed(CLUSTER, namings);

    assertThat(ec2.tags.get("vol-1")).containsEntry("Name", "a h").containsKey("hubkeeper/hub");
    assertThat(ec2.tags.get("vol-2")).containsEntry("Name", "shared data of physics");
    assertThat(ec2.tags.get("vol-3")).containsOnlyKeys("owner");
    assertThat(volumes.ensureNamed(CLUSTER, namings))
        .extracting(Outcome::result)
        .containsExactly(Result.ALREADY, Result.ALREADY, Result.KEPT);
    assertThat(volumes.look(CLUSTER, List.of("vol-1")).get(0).named()).isTrue();
  }

  private static ApplicationFailure failure(Runnable call) {
    return catchThrowableOfType(ApplicationFailure.class, call::run);
  }

  private static software.amazon.awssdk.services.ec2.model.Tag[] decided(
      String volume, String run) {
    return List.of(
            VolumeTags.tag("hubkeeper/runbook", "prune-volumes"),
            VolumeTags.tag("hubkeeper/run", run),
            VolumeTags.tag("hubkeeper/volume", volume))
        .toArray(software.amazon.awssdk.services.ec2.model.Tag[]::new);
  }
}
