package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.Scene;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens in the world while a run is under way, or belongs to somebody else. */
class BehindItsBackRehearsalTest {

  private final RehearsalWorld world = RehearsalWorld.shared();

  @Test
  @Tag("fact-80")
  void aVolumeThatIsAttachedAfterApprovalIsKept() {
    Scene scene = world.scene("attached-after-approval");
    String attached = scene.made().path("changedVolume").asText();

    Report report = world.run().approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(volumes()).contains(attached);
    assertThat(deletedOrTried()).hasSize(9).doesNotContain(attached);
    assertThat(report.results()).anyMatch(r -> r.startsWith(attached + " kept: "));
    assertThat(tagsOf(attached)).noneMatch(tag -> tag.startsWith("hubkeeper/candidate"));
  }

  @Test
  @Tag("fact-80")
  void aVolumeThatIsClaimedAfterApprovalIsKept() {
    Scene scene = world.scene("claimed-after-approval");
    String claimed = scene.made().path("changedVolume").asText();

    Report report = world.run().approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(volumes()).contains(claimed);
    assertThat(deletedOrTried()).hasSize(9).doesNotContain(claimed);
    assertThat(report.results())
        .anyMatch(r -> r.startsWith(claimed + " kept: claimed since approval in ds-osu-test"));
    assertThat(tagsOf(claimed)).noneMatch(tag -> tag.startsWith("hubkeeper/candidate"));
  }

  @Test
  @Tag("fact-79")
  void aVolumeThatSomebodyElseDeletedMeanwhileIsReportedAsGoneAndTheRestGoesOn() {
    Scene scene = world.scene("default");
    String gone = scene.volume("claim-tags");
    // When the run comes to delete it, a colleague has been quicker.
    world
        .aws()
        .hooks(
            List.of(
                Map.of(
                    "on",
                    Map.of("service", "ec2", "operation", "DeleteVolume", "resource", gone),
                    "when",
                    "before",
                    "do",
                    Map.of("action", "delete-volume", "volume", gone))));

    Report report = world.run().approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.results()).contains(gone + " was gone already: it no longer exists");
    assertThat(volumes()).doesNotContainAnyElementsOf(scene.candidates());
  }

  @Test
  @Tag("fact-79")
  void aVolumeThatWentBeforeTheRunCameToItIsAskedAboutAndIsNoError() {
    Scene scene = world.scene("default");
    TestRun run = world.run();
    run.question();
    world.account().colleague().deleteVolume(r -> r.volumeId(scene.volume("our-tags")));

    Report report = run.approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.steps()).anyMatch(s -> s.name().startsWith("Approve what changed"));
    assertThat(volumes()).doesNotContainAnyElementsOf(scene.candidates());
  }

  @Test
  void volumesOfOthersAreNeitherProposedNorTouched() {
    Scene scene = world.scene("foreign");
    List<String> foreign = scene.volumes("other-cluster", "cloudformation");

    Report report = world.run().approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(volumes()).containsAll(foreign);
    assertThat(world.changes())
        .flatExtracting(Request::resources)
        .doesNotContainAnyElementsOf(foreign);
    assertThat(report.plan().notes())
        .anyMatch(note -> note.contains("belongs to cluster other"))
        .anyMatch(note -> note.contains("somebody else's"));
  }

  @Test
  void aVolumeThatNobodyCanIdentifyNeedsASecondApproval() {
    Scene scene = world.scene("foreign");
    String unknown = scene.volume("other-team");

    Report report = world.run().answerAll(BehindItsBackRehearsalTest::allButOnceMore);

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(volumes()).contains(unknown, scene.volume("unidentified"));
    assertThat(deletedOrTried()).hasSizeGreaterThan(5).doesNotContain(unknown);
  }

  private static Answer allButOnceMore(Report report, Question question) {
    return question.text().startsWith("Nothing tells whose") ? Answer.REJECT : Answer.APPROVE;
  }

  @Test
  void whatMayBelongToAClusterThatCannotBeAskedIsUntouchable() {
    Scene scene = world.scene("cluster-unreachable");
    List<String> doubtful =
        scene.volumes("unreachable-claim-tags", "unreachable-our-tags", "unidentified");

    Report report = world.run().approveAll();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.plan().notes())
        .anyMatch(note -> note.contains("may be claimed in ds-osu-prod, which can't be asked"));
    assertThat(volumes()).containsAll(doubtful);
    assertThat(world.changes())
        .flatExtracting(Request::resources)
        .doesNotContainAnyElementsOf(doubtful);
  }

  @Test
  @Tag("fact-128")
  void aRunWhosePlanIsRejectedWritesNothing() {
    Scene scene = world.scene("default");

    Report report = world.run().answerAll((now, question) -> Answer.REJECT);

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error()).contains("rejected by owner-a");
    assertThat(world.changes()).isEmpty();
    assertThat(volumes()).containsAll(scene.all());
  }

  @Test
  @Tag("fact-78")
  void silenceIsNoConsentBecauseNothingInTheRunCanMoveItOn() {
    Scene scene = world.scene("default");
    TestRun run = world.run();

    run.question();
    String history = run.history();

    assertThat(history).doesNotContain("EVENT_TYPE_TIMER_STARTED");
    assertThat(world.client().describe(run.ref()).orElseThrow().getPendingActivitiesCount())
        .isZero();
    assertThat(world.changes()).isEmpty();
    assertThat(volumes()).containsAll(scene.all());
  }

  @Test
  @Tag("fact-78")
  void aGroupThatNobodyApprovesIsKept() {
    Scene scene = world.scene("default");

    Report report =
        world
            .run()
            .answerAll((now, q) -> q.text().contains("ds100") ? Answer.REJECT : Answer.APPROVE);

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(volumes()).containsAll(scene.volumes("our-tags", "claim-tags", "claim-tags-io1"));
    assertThat(volumes()).doesNotContain(scene.volume("claim-tags-gp2"));
  }

  private List<String> volumes() {
    return world.aws().state().path("volumes").findValuesAsText("id");
  }

  private List<String> deletedOrTried() {
    return world.changes().stream()
        .filter(request -> request.operation().equals("DeleteVolume"))
        .flatMap(request -> request.resources().stream())
        .distinct()
        .toList();
  }

  private List<String> tagsOf(String volume) {
    List<String> names = new java.util.ArrayList<>();
    for (var one : world.aws().state().path("volumes")) {
      if (one.path("id").asText().equals(volume)) {
        one.path("tags").fieldNames().forEachRemaining(names::add);
      }
    }
    return names;
  }
}
