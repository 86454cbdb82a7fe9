package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hubkeeper.rehearsal.Estate;
import org.hubkeeper.rehearsal.TeardownWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.docs.RunbookPage;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.rehearsal.world.SimulatedAws.Resource;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cluster's end in a world that leaves behind what AWS and Kubernetes leave behind. */
@Timeout(900)
class TeardownRehearsalTest {

  private final TeardownWorld world = TeardownWorld.shared();

  @Test
  void aForeignMachineStaysWithItsOwnerNamedAndTheRunEndsAborted() {
    Estate estate = world.estate("foreign-object");

    TestRun run = world.run();
    StringBuilder asked = new StringBuilder();
    Report report =
        run.answerAll(
            (now, question) -> {
              asked.append(question.text());
              return question.allowed().contains(Answer.APPROVE) ? Answer.APPROVE : Answer.ABORT;
            });

    List<Resource> now = world.aws().resources();
    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(asked.toString() + report.plan().findings())
        .contains(estate.text("/foreign/instance"))
        .contains(estate.text("/foreign/owner"));
    assertThat(estate.harm(now)).isEmpty();
    assertThat(estate.residue(now))
        .containsExactlyInAnyOrder(
            "stack eksctl-ds-osu-test-cluster",
            "subnet " + estate.text("/foreign/subnet"),
            "vpc " + estate.text("/vpc"));
  }

  /** And the page of the runbook says what such a run does. */
  @Test
  @Tag("full")
  void theClusterIsGone() throws IOException {
    Estate estate = world.estate("clean");

    Report report = world.run().approveAll();

    gone(report, estate);
    new RunbookPage("teardown").check(report);
  }

  @Test
  @Tag("full")
  void protectionAgainstDeletionIsLiftedOnceItWasAsked() {
    Estate estate = world.estate("deletion-protection");

    Report report = world.run().approveAll();

    gone(report, estate);
  }

  /** The holder is told by its name while the run waits for it. */
  @ParameterizedTest
  @CsvSource({
    "leaked-interfaces, eni-",
    "load-balancer-outlives-service, eni-",
    "referencing-groups, sg-",
    "endpoint-deleting, vpce-",
    "mount-target, fsmt-"
  })
  @Tag("full")
  void whatHoldsTheRestIsNamedAndGoesInTheEnd(String scenario, String holder) {
    Estate estate = world.estate(scenario);
    TestRun run = world.run();
    StringBuilder seen = new StringBuilder();

    Report report =
        run.answerAll(
            (now, question) -> {
              seen.append(blockers(now));
              return Answer.APPROVE;
            });

    seen.append(blockers(report)).append(run.history());
    gone(report, estate);
    assertThat(seen.toString()).contains(holder);
  }

  @Test
  @Tag("full")
  @Tag("fact-106")
  void aStuckNamespaceIsAQuestionThatNamesWhatHoldsIt() {
    Estate estate = world.estate("stuck-finalizer");
    TestRun run = world.run();
    StringBuilder asked = new StringBuilder();

    Report report =
        run.answerAll(
            (now, question) -> {
              asked.append(question.text()).append('\n');
              return Answer.APPROVE;
            });

    assertThat(asked.toString())
        .contains("stat200")
        .containsIgnoringCase("daskcluster")
        .contains("kubernetes.dask.org/cluster-cleanup");
    gone(report, estate);
  }

  @Test
  @Tag("full")
  void aRejectedPlanLeavesEverythingAsItWas() {
    Estate estate = world.estate("clean");
    TestRun run = world.run();

    run.answer(run.question(), Answer.REJECT);
    Report report = run.ended();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(world.aws().resources()).containsExactlyInAnyOrderElementsOf(estate.before());
  }

  @Test
  @Tag("full")
  void cancellingInTheGracePeriodLeavesEverythingAsItWas() {
    Estate estate = world.estate("clean");
    TestRun run = world.run(Map.of("confirm", TeardownWorld.CLUSTER, "graceHours", 24));
    run.answer(run.question(), Answer.APPROVE);
    run.until("the grace period", report -> report.waitingFor().contains("grace"));

    run.client().connection().client().newUntypedWorkflowStub(run.ref().workflowId()).cancel();
    Report report = run.ended();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(keys(world.aws().resources()))
        .containsExactlyInAnyOrderElementsOf(keys(estate.before()));
  }

  @Test
  @Tag("full")
  @Tag("fact-73")
  @Tag("fact-75")
  @Tag("fact-105")
  void aHubAloneGoesAndItsVolumeStaysDetachedWithReadableTags() {
    Estate estate = world.estate("clean");
    String volume = estate.text("/data/ds100");

    Report report =
        world.run(Map.of("scope", "hub", "hub", "ds100", "confirm", "ds100")).approveAll();

    assertThat(report.error()).isEmpty();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    List<Resource> now = world.aws().resources();
    assertThat(keys(now)).contains("cluster ds-osu-test", "vpc " + estate.text("/vpc"));
    assertThat(world.aws().state().path("volumes"))
        .filteredOn(one -> one.path("id").asText().equals(volume))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.path("state").asText()).isEqualTo("available");
              assertThat(one.path("tags").toString())
                  .contains("\"hubkeeper/hub\":\"ds100\"")
                  .contains("\"hubkeeper/namespace\":\"ds100\"")
                  .contains("\"hubkeeper/cluster\":\"ds-osu-test\"");
            });
    try (AdminOfCluster admin = world.admin()) {
      assertThat(admin.client().namespaces().withName("ds100").get()).isNull();
      assertThat(admin.client().namespaces().withName("stat200").get()).isNotNull();
      assertThat(admin.client().persistentVolumes().list().getItems())
          .extracting(TeardownRehearsalTest::handle)
          .doesNotContain(volume);
    }
  }

  @Test
  @Tag("full")
  @Tag("fact-107")
  void aNetworkThatIsLeftOverGoesWithAllThatIsInIt() {
    Estate estate = world.estate("network-leftovers");
    String vpc = estate.text("/vpc");
    TestRun run = world.run(Map.of("scope", "network", "vpc", vpc, "confirm", vpc));
    String approved = approved(run);

    Report report = run.approveAll();

    assertThat(report.error()).isEmpty();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(world.aws().resources()).extracting(Resource::vpc).doesNotContain(vpc);
    assertThat(estate.unapproved(world.changes(), approved)).isEmpty();
  }

  private void gone(Report report, Estate estate) {
    List<Resource> now = world.aws().resources();
    assertThat(report.error()).isEmpty();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(estate.residue(now)).isEmpty();
    assertThat(estate.harm(now)).isEmpty();
    assertThat(estate.lost(now)).as("data").isEmpty();
    assertThat(report.leftovers()).isEmpty();
  }

  /** All that people were shown when they were asked first. */
  private static String approved(TestRun run) {
    Question question = run.question();
    return question.text()
        + run.report().plan().changes().stream()
            .map(Change::target)
            .collect(Collectors.joining("\n"));
  }

  private static String blockers(Report report) {
    return report.steps().stream()
        .map(Step::blockers)
        .flatMap(List::stream)
        .map(Blocker::toString)
        .collect(Collectors.joining("\n"));
  }

  private static List<String> keys(List<Resource> resources) {
    return resources.stream().map(Resource::key).toList();
  }

  private static String handle(PersistentVolume volume) {
    return volume.getSpec().getCsi().getVolumeHandle();
  }
}
