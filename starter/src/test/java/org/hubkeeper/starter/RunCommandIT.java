package org.hubkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.hubkeeper.starter.tiny.TinyWorld;
import org.hubkeeper.starter.tiny.TinyWorld.Result;
import org.hubkeeper.workflows.kernel.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plan, run and the answers, from the words that people type to what they get back. */
class RunCommandIT {

  private final TinyWorld world = new TinyWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aPlanWithChangesIsPrintedAndEndsWithStatus4() {
    Result plan = world.hubkeeper("plan", "dust-shelves", "--cluster", "library");

    assertThat(plan.exit()).as(plan.err()).isEqualTo(4);
    assertThat(plan.out()).contains("dust-1", "1 years old", "spider", "2 to delete");
    assertThat(plan.err()).isEmpty();
  }

  @Test
  void aPlanWithNothingToDoEndsWithStatus0() {
    Result plan = world.hubkeeper("plan", "dust-shelves", "--cluster", "clean");

    assertThat(plan.exit()).isZero();
    assertThat(plan.out()).contains("nothing to do");
  }

  @Test
  void withoutATerminalARunEndsWithStatus3AndThePrintedCommandAnswersIt() {
    Result run = world.hubkeeper("run", "dust-shelves", "--cluster", "library");

    assertThat(run.exit()).isEqualTo(3);
    String[] approve = printed(run.out(), "hubkeeper approve");
    Result approved = world.hubkeeper(approve);
    assertThat(approved.exit()).as(approved.err()).isZero();
    assertThat(world.hubkeeper("watch", approve[1]).exit()).isZero();
  }

  @Test
  void onATerminalTheQuestionIsAskedWithPlanAndHashAndTheReasonIsRecorded() throws Exception {
    Result run =
        world.typing("d\ny\nTerm is over\n", "run", "dust-shelves", "--cluster", "library");

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("Remove the dust?", "dust-2", "✔ Remove the dust");
    JsonNode decision = show(started(run)).path("decisions").path(0);
    assertThat(decision.path("who").asText()).isEqualTo("alex");
    assertThat(decision.path("why").asText()).isEqualTo("Term is over");
    assertThat(decision.path("door").asText()).isEqualTo("terminal");
    assertThat(decision.path("proved").asBoolean(true)).isFalse();
  }

  @Test
  void aPersonMayAbortInsteadOfAnswering() throws Exception {
    Result run = world.typing("maybe\na\n\n", "run", "dust-shelves", "--cluster", "library");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(show(started(run)).path("status").asText()).isEqualTo("ABORTED");
  }

  @Test
  void withJsonOnlyTheReportIsOnStandardOutput() throws Exception {
    Result run = world.hubkeeper("run", "dust-shelves", "--cluster", "library", "--output", "json");

    JsonNode json = Json.MAPPER.readTree(run.out());
    assertThat(json.path("status").asText()).isEqualTo("WAITING");
    assertThat(json.path("finishedAt").isNull()).isTrue();
    assertThat(json.path("questions").path(0).path("allowed")).hasSize(2);
    assertThat(run.err()).contains("hubkeeper approve");
  }

  @Test
  void wrongInputEndsWithStatus2BeforeAnythingStarts() {
    Result field = world.hubkeeper("run", "dust-shelves", "--cluster", "a", "--set", "poeple=2");
    Result number = world.hubkeeper("run", "dust-shelves", "--cluster", "a", "--set", "people=x");
    Result range = world.hubkeeper("run", "dust-shelves", "--cluster", "a", "--set", "people=9");
    Result cluster = world.hubkeeper("run", "dust-shelves");
    Result runbook = world.hubkeeper("run", "dust-shelfs", "--cluster", "a");

    assertThat(Arrays.asList(field, number, range, cluster, runbook))
        .allSatisfy(result -> assertThat(result.exit()).isEqualTo(2))
        .allSatisfy(result -> assertThat(result.out()).isEmpty());
    assertThat(field.err()).contains("poeple: unknown field; did you mean people?");
    assertThat(number.err()).contains("people: \"x\" is not a whole number");
    assertThat(range.err()).contains("people: 9 is not between 1 and 5");
    assertThat(cluster.err()).contains("cluster: required; say --cluster NAME");
    assertThat(runbook.err()).contains("did you mean dust-shelves?");
  }

  @Test
  void detachedARunIsOnlyStarted() {
    Result run = world.hubkeeper("run", "dust-shelves", "--cluster", "library", "--detach");

    assertThat(run.exit()).isZero();
    assertThat(run.out().strip()).matches("dust-shelves/library/\\d{8}-\\d{6}-[0-9a-f]{4}");
  }

  @Test
  void aFailedStepIsAskedAboutAndRetried() {
    world.shelves.refuse(1);
    Result run = world.typing("y\n\nr\n\n", "run", "dust-shelves", "--cluster", "library");

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("the duster is broken", "[r]etry");
  }

  private JsonNode show(String run) throws JsonProcessingException {
    return Json.MAPPER.readTree(world.hubkeeper("show", run, "--output", "json").out());
  }

  private static String started(Result run) {
    String line = run.out().lines().filter(l -> l.contains(" started: ")).findFirst().orElseThrow();
    return line.substring(line.indexOf(": ") + 2);
  }

  /** The words of a printed command, as a shell would read them. */
  static String[] printed(String text, String beginning) {
    String line =
        text.lines()
            .map(String::strip)
            .filter(l -> l.startsWith(beginning))
            .findFirst()
            .orElseThrow();
    return line.substring("hubkeeper ".length()).replace("'", "").split(" ");
  }
}
