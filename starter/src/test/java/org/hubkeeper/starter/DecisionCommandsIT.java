package org.hubkeeper.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.hubkeeper.starter.tiny.TinyWorld;
import org.hubkeeper.starter.tiny.TinyWorld.Result;
import org.hubkeeper.workflows.kernel.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers and orders given from a second terminal. */
class DecisionCommandsIT {

  private final TinyWorld world = new TinyWorld();
  private String run;

  @BeforeEach
  void startUntilItAsks() throws JsonProcessingException {
    Result waiting =
        world.hubkeeper("run", "dust-shelves", "--cluster", "library", "--output", "json");
    run = Json.MAPPER.readTree(waiting.out()).path("workflowId").asText();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void withoutATerminalAnApprovalNeedsTheHashAndIsToldIt() throws Exception {
    Result approve = world.hubkeeper("approve", run);

    assertThat(approve.exit()).isEqualTo(2);
    assertThat(approve.err()).contains("--plan: required", hash());
    assertThat(show().path("status").asText()).isEqualTo("WAITING");
  }

  @Test
  void aStaleHashIsRefusedAndRecorded() throws Exception {
    Result approve = world.hubkeeper("approve", run, "--plan", "0000");

    assertThat(approve.exit()).isEqualTo(1);
    assertThat(approve.err()).contains("refused: stale plan");
    assertThat(show().path("decisions").path(0).path("refused").asText()).contains("stale plan");
  }

  @Test
  void onATerminalThePlanIsShownBeforeItIsApproved() throws Exception {
    Result approve = world.typing("y\n", "approve", run, "--why", "read it");

    assertThat(approve.exit()).as(approve.err()).isZero();
    assertThat(approve.out()).contains("dust-1", "Remove the dust?", "Approve this plan?");
    assertThat(world.hubkeeper("watch", run).exit()).isZero();
  }

  @Test
  void anythingButYesApprovesNothing() throws Exception {
    Result approve = world.typing("\n", "approve", run);

    assertThat(approve.exit()).isEqualTo(1);
    assertThat(show().path("decisions")).isEmpty();
  }

  @Test
  void aRejectedPlanEndsTheRunAborted() throws Exception {
    Result reject = world.hubkeeper("reject", run, "--why", "not now");

    assertThat(reject.exit()).isZero();
    assertThat(world.hubkeeper("watch", run).exit()).isEqualTo(1);
    assertThat(show().path("error").asText()).contains("rejected by alex: not now");
  }

  @Test
  void whatNoQuestionTakesIsWrongUsageWithTheOpenOnes() {
    Result retry = world.hubkeeper("retry", run);
    Result named = world.hubkeeper("approve", run, "--question", "q9", "--plan", "x");

    assertThat(retry.exit()).isEqualTo(2);
    assertThat(retry.err()).contains("no open question takes retry", "q1 (approve or reject)");
    assertThat(named.err()).contains("--question q9: is not open");
  }

  @Test
  void abortEndsARunThatAsksSomethingElse() throws Exception {
    assertThat(world.hubkeeper("abort", run, "--why", "wrong cluster").exit()).isZero();

    assertThat(world.hubkeeper("watch", run).exit()).isEqualTo(1);
    assertThat(show().path("status").asText()).isEqualTo("ABORTED");
    assertThat(show().path("decisions").path(0).path("who").asText()).isEqualTo("alex");
  }

  @Test
  void aPausedRunSaysWhoPausedItAndWhyUntilItIsResumed() throws Exception {
    assertThat(world.hubkeeper("pause", run, "--why", "exam").exit()).isZero();
    JsonNode paused = show();
    assertThat(world.hubkeeper("resume", run).exit()).isZero();

    assertThat(paused.path("status").asText()).isEqualTo("PAUSED");
    assertThat(paused.path("waitingFor").asText()).contains("alex: exam");
    assertThat(show().path("status").asText()).isEqualTo("WAITING");
  }

  @Test
  void anEndedRunTakesNoOrders() {
    world.hubkeeper("reject", run);
    world.hubkeeper("watch", run);

    Result pause = world.hubkeeper("pause", run);

    assertThat(pause.exit()).isEqualTo(1);
    assertThat(pause.err()).contains("has ended");
  }

  @Test
  void withNoWorkerAnAnswerIsNotSentButAnAbortIsKept() throws Exception {
    String hash = hash();
    world.stopWorker();
    Result approve = world.hubkeeper("approve", run, "--plan", hash);
    Result abort = world.hubkeeper("abort", run);

    assertThat(approve.exit()).isEqualTo(1);
    assertThat(approve.err()).contains("no worker answers");
    assertThat(abort.exit()).isZero();
    assertThat(world.client().fetchHistory(run).getEvents())
        .extracting(event -> event.getWorkflowExecutionSignaledEventAttributes().getSignalName())
        .contains("abort");
  }

  private String hash() throws JsonProcessingException {
    return show().path("plan").path("hash").asText();
  }

  private JsonNode show() throws JsonProcessingException {
    return Json.MAPPER.readTree(world.hubkeeper("show", run, "--output", "json").out());
  }
}
