package org.hubkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.Map;
import java.util.function.Predicate;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.starter.tiny.TinyWorld;
import org.hubkeeper.starter.tiny.TinyWorld.Result;
import org.hubkeeper.workflows.kernel.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be known of a run, whatever became of it and of its workers. */
class ShowCommandIT {

  private final TinyWorld world = new TinyWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void withNoWorkerTheHistoryTellsPlanStepsAndTheOpenQuestion() throws Exception {
    String run = waiting();
    JsonNode before = show(run);
    world.stopWorker();

    JsonNode after = show(run);

    assertThat(before.path("source").asText()).isEqualTo("run");
    assertThat(after.path("source").asText()).isEqualTo("history");
    for (String key : java.util.List.of("status", "plan", "steps", "questions", "waitingFor")) {
      assertThat(after.path(key)).as(key).isEqualTo(before.path(key));
    }
    assertThat(after.path("questions")).hasSize(1);
  }

  @Test
  void aTerminatedRunShowsHowFarItWasAndTheServersWord() throws Exception {
    String run = waiting();
    world.client().newUntypedWorkflowStub(run).terminate("laptop on fire");

    JsonNode shown = show(run);

    assertThat(shown.path("status").asText()).isEqualTo("TERMINATED");
    assertThat(shown.path("error").asText()).isEqualTo("terminated: laptop on fire");
    assertThat(shown.path("plan").path("changes")).hasSize(2);
    assertThat(shown.path("questions")).isEmpty();
    assertThat(shown.path("finishedAt").isNull()).isFalse();
  }

  @Test
  void aRunWithBadInputShowsTheField() throws Exception {
    WorkflowStub stub =
        world
            .client()
            .newUntypedWorkflowStub(
                "DustShelves",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(RunClient.QUEUE)
                    .setWorkflowId("typed-by-hand")
                    .build());
    stub.start(Map.of("cluster", "x", "poeple", 2));
    until("typed-by-hand", shown -> !shown.path("status").asText().equals("RUNNING"));

    JsonNode shown = show("typed-by-hand");

    assertThat(shown.path("status").asText()).isEqualTo("FAILED");
    assertThat(shown.path("error").asText()).contains("poeple: unknown field", "people?");
  }

  @Test
  void aCompletedRunLeavesItsReportInEveryFormat() throws Exception {
    world.hubkeeper("plan", "dust-shelves", "--cluster", "clean");
    Result plan = world.hubkeeper("plan", "dust-shelves", "--cluster", "clean", "--output", "json");
    String run = Json.MAPPER.readTree(plan.out()).path("workflowId").asText();
    world.stopWorker();

    assertThat(show(run).path("source").asText()).isEqualTo("result");
    assertThat(world.hubkeeper("report", run).out()).startsWith("# dust-shelves of clean: COMPL");
    assertThat(world.hubkeeper("report", run, "--format", "html").out())
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n");
    assertThat(Json.MAPPER.readTree(world.hubkeeper("report", run, "--format", "json").out()))
        .isNotEmpty();
  }

  @Test
  void automaticAttemptsOfAHeldStepAreCountedAndItsHolderNamed() throws Exception {
    world.shelves.hold(true);
    String run = waiting("--set", "timeFactor=1000");
    Result approved = world.hubkeeper("approve", run, "--plan", hash(run));
    assertThat(approved.exit()).as(approved.err()).isZero();

    JsonNode step = until(run, shown -> held(shown).path("attempts").asInt() > 2);

    assertThat(held(step).path("note").asText()).contains("shelf 1 is held by a reader");
    world.shelves.hold(false);
    assertThat(world.hubkeeper("watch", run).exit()).isZero();
    assertThat(held(show(run)).path("attempts").asInt()).isGreaterThan(2);
  }

  @Test
  void anUniqueBeginningIsEnoughAndAnAmbiguousOneListsTheRuns() throws Exception {
    listed(waiting());
    String second = waiting();

    Result one = world.hubkeeper("show", "dust-shelves/lib");
    listed(second);
    Result two = world.hubkeeper("show", "dust-shelves/lib");
    Result none = world.hubkeeper("show", "paint-walls");

    assertThat(one.exit()).as(one.err()).isZero();
    assertThat(two.exit()).isEqualTo(2);
    assertThat(two.err()).contains("is not one run but", second);
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("no run \"paint-walls\"; `hubkeeper list`");
  }

  @Test
  void aListShowsStateAndWhatIsWaitedFor() {
    world.listed(
        new RunRef("dust-shelves/library/1", "r1"),
        Map.of("HubkeeperState", "WAITING", "HubkeeperWaitingFor", "a decision: \\\"Remove\\\"?"));

    Result list = world.hubkeeper("list", "--cluster", "library", "--state", "waiting");

    assertThat(list.exit()).as(list.err()).isZero();
    assertThat(list.out()).contains("WAITING", "dust-shelves/library/1", "a decision: \"Remove\"?");
    assertThat(world.queries())
        .containsExactly(
            "WorkflowType IN ('DustShelves') AND HubkeeperCluster = 'library'"
                + " AND ExecutionStatus = 'Running' AND HubkeeperState = 'WAITING'");
  }

  private static JsonNode held(JsonNode shown) {
    for (JsonNode step : shown.path("steps")) {
      if (step.path("name").asText().equals("Remove the dust")) {
        return step;
      }
    }
    return shown.path("absent");
  }

  private String waiting(String... more) throws JsonProcessingException {
    String[] words = {"run", "dust-shelves", "--cluster", "library", "--output", "json"};
    String[] all =
        java.util.stream.Stream.of(words, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new);
    return Json.MAPPER.readTree(world.hubkeeper(all).out()).path("workflowId").asText();
  }

  private void listed(String workflowId) {
    world.listed(world.runs().latest(workflowId).orElseThrow(), Map.of());
  }

  private String hash(String run) throws JsonProcessingException {
    return show(run).path("plan").path("hash").asText();
  }

  private JsonNode until(String run, Predicate<JsonNode> wanted) throws JsonProcessingException {
    JsonNode shown = show(run);
    for (int looks = 0; looks < 500 && !wanted.test(shown); looks++) {
      shown = show(run);
    }
    assertThat(wanted.test(shown)).as(shown.toPrettyString()).isTrue();
    return shown;
  }

  private JsonNode show(String run) throws JsonProcessingException {
    Result shown = world.hubkeeper("show", run, "--output", "json");
    assertThat(shown.exit()).as(shown.err()).isZero();
    return Json.MAPPER.readTree(shown.out());
  }
}
