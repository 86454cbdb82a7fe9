package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.Scene;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One run of the default scenario in which everything is approved, and a second one after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PruneVolumesRehearsalTest {

  private RehearsalWorld world;
  private Scene scene;
  private TestRun run;
  private Report report;
  private List<Request> changes;
  private List<JsonNode> listings;
  private JsonNode after;
  private Set<String> claimedBefore;
  private Set<String> claimedAfter;

  @BeforeAll
  void approveEverything() {
    world = RehearsalWorld.shared();
    scene = world.scene("default");
    claimedBefore = persistentVolumes();
    run = world.run();
    report = run.approveAll();
    changes = world.changes();
    listings =
        items(world.log()).stream()
            .filter(entry -> entry.path("operation").asText().equals("DescribeVolumes"))
            .filter(entry -> entry.path("params").has("MaxResults"))
            .map(entry -> entry.path("params").path("Filters"))
            .toList();
    after = world.aws().state();
    claimedAfter = persistentVolumes();
  }

  @Test
  void theRunIsCompletedAndEveryStepIsOver() {
    assertThat(report.error()).isEmpty();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.steps())
        .allMatch(s -> s.state() == Step.State.DONE || s.state() == Step.State.SKIPPED);
    assertThat(report.leftovers()).isEmpty();
  }

  @Test
  void exactlyTheApprovedVolumesAreDeletedEachOnce() {
    List<String> approved =
        report.plan().changes().stream()
            .filter(change -> change.verb() == Change.Verb.DELETE)
            .map(Change::target)
            .toList();

    assertThat(approved).containsExactlyInAnyOrderElementsOf(scene.candidates());
    assertThat(targets("DeleteVolume")).containsExactlyInAnyOrderElementsOf(approved);
    Set<String> kept = new HashSet<>(scene.all());
    kept.removeAll(approved);
    assertThat(volumesNow()).containsExactlyInAnyOrderElementsOf(kept);
  }

  @Test
  @Tag("fact-77")
  void onlyDetachedVolumesAreListed() {
    assertThat(listings).isNotEmpty();
    assertThat(listings)
        .allMatch(filters -> filters.toString().contains("\"status\""))
        .allMatch(filters -> filters.toString().contains("[\"available\"]"));
    assertThat(report.plan().changes())
        .extracting(Change::target)
        .doesNotContain(scene.volume("in-use"));
  }

  @Test
  void everyDeletedVolumeHasACompletedSnapshotThatWasMadeBefore() {
    for (String volume : scene.candidates()) {
      List<JsonNode> snapshots =
          items(after.path("snapshots")).stream()
              .filter(snapshot -> snapshot.path("volume").asText().equals(volume))
              .toList();

      assertThat(snapshots).as("snapshots of " + volume).isNotEmpty();
      assertThat(snapshots).allMatch(s -> s.path("state").asText().equals("completed"));
    }
    assertThat(targets("CreateSnapshot")).containsExactlyInAnyOrderElementsOf(scene.candidates());
    assertThat(last("CreateSnapshot")).isLessThan(first("DeleteVolume"));
  }

  @Test
  void candidatesAreMarkedAndOwnersToldBeforeAnythingElseHappensToThem() {
    assertThat(markedVolumes()).containsAll(scene.candidates());
    assertThat(first("CreateTags")).isLessThan(first("CreateSnapshot"));
    assertThat(names(report))
        .containsSubsequence(
            "Mark 10 volumes as candidates",
            "Tell the owners",
            "Wait 7 days",
            "Snapshot 10 volumes",
            "Delete 10 volumes",
            "Verify that nothing approved is left");
  }

  @Test
  void noPersistentVolumeIsTouched() {
    assertThat(claimedBefore).isNotEmpty();
    assertThat(claimedAfter).isEqualTo(claimedBefore);
  }

  @Test
  void theReportSaysWhatWasKeptAndWhy() {
    assertThat(report.plan().notes())
        .anyMatch(note -> note.contains("somebody asked to keep it"))
        .anyMatch(note -> note.contains("created less than 30 days ago"))
        .anyMatch(note -> note.contains("claimed in ds-osu-prod"));
  }

  @Test
  void theJsonOfARunHasTheKeysThatProgramsReadOn() {
    JsonNode json = RunJson.of(report);

    assertThat(keys(json))
        .contains(
            "runbook",
            "cluster",
            "workflowId",
            "runId",
            "status",
            "plan",
            "steps",
            "questions",
            "decisions",
            "leftovers",
            "startedAt",
            "finishedAt");
    assertThat(keys(json.path("plan"))).contains("hash", "changes", "findings");
    assertThat(keys(json.path("plan").path("changes").get(0))).contains("verb", "target", "detail");
    assertThat(keys(json.path("steps").get(0)))
        .contains("name", "state", "startedAt", "finishedAt", "attempts", "note", "blocker");
    assertThat(keys(json.path("decisions").get(0)))
        .contains("questionId", "answer", "who", "why", "at", "door", "refused");
    assertThat(json.path("status").asText()).isEqualTo("COMPLETED");
  }

  @Test
  @Tag("fact-126")
  void aSecondRunPlansNothingAndSendsNoChange() {
    long before = world.changes().size();

    Report second = world.run(RehearsalWorld.TEST, Map.of()).approveAll();

    assertThat(second.status()).isEqualTo(Status.COMPLETED);
    assertThat(second.plan().size()).isZero();
    assertThat(world.changes()).hasSize((int) before);
  }

  private Set<String> persistentVolumes() {
    Set<String> found = new HashSet<>();
    world
        .address()
        .controlPlanes()
        .forEach(
            (name, plane) -> {
              try (AdminOfCluster admin = new AdminOfCluster(plane)) {
                admin.client().persistentVolumes().list().getItems().stream()
                    .map(volume -> name + " " + volume.getMetadata().getUid())
                    .forEach(found::add);
              }
            });
    return found;
  }

  private List<String> volumesNow() {
    return after.path("volumes").findValuesAsText("id");
  }

  private List<String> targets(String operation) {
    return successful(operation).stream()
        .flatMap(request -> request.resources().stream())
        .filter(id -> id.startsWith("vol-"))
        .toList();
  }

  private List<String> markedVolumes() {
    return targets("CreateTags").stream().distinct().toList();
  }

  private long first(String operation) {
    return successful(operation).stream().mapToLong(Request::n).min().orElseThrow();
  }

  private long last(String operation) {
    return successful(operation).stream().mapToLong(Request::n).max().orElseThrow();
  }

  private List<Request> successful(String operation) {
    return changes.stream()
        .filter(request -> request.operation().equals(operation) && request.error() == null)
        .toList();
  }

  private static List<String> names(Report report) {
    return report.steps().stream().map(Step::name).toList();
  }

  private static List<JsonNode> items(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
