package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.io.IOException;
import java.util.List;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Sample.SamplePlan;
import org.hubkeeper.workflows.testing.RealTemporal;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.TestTemporal;
import org.junit.jupiter.api.Test;

/** What a person can do with nothing but Temporal's own command line. */
class DoorsIT extends RealServerTest {

  @Test
  void aRunIsWatchedPausedAndDecided() throws Exception {
    TestRun run = start(this::asking);
    Question q = run.question();

    assertThat(cli("workflow", "metadata", "-w", run.id(), "-o", "json"))
        .contains("sample of " + cluster + ": WAITING", "Question q1: Delete all?", "DELETE x");
    assertThat(cli("workflow", "query", "-w", run.id(), "--name", "progress"))
        .contains(q.planHash());
    assertThat(run.stub().describe().getTypedSearchAttributes().get(Board.WAITING_FOR))
        .isEqualTo("a decision: Delete all?");

    order(run, "pause", "{\"who\":\"sam\",\"why\":\"lunch\"}");
    run.until(report -> report.status() == Status.PAUSED);
    assertThat(run.stub().describe().getTypedSearchAttributes().get(Board.WAITING_FOR))
        .as("no person's name in a search attribute")
        .isEqualTo("resume");
    order(run, "resume", "{}");
    run.until(report -> report.status() == Status.WAITING);

    long before = run.events();
    assertThat(decide(run, "[1]")).contains("not understood: must be one JSON object");
    assertThat(decide(run, "{\"questionId\":\"q7\",\"answer\":\"APPROVE\",\"who\":\"sam\"}"))
        .contains("is not open; open: [q1]");
    assertThat(decide(run, json(q, "MAYBE")))
        .contains("one of [APPROVE, REJECT, RETRY, ABORT, WAIT, ROLL_BACK, NOTIFY, EVICT]");
    assertThat(run.events()).as("a refusal by the validator leaves no event").isEqualTo(before);

    assertThat(decide(run, json(q, "APPROVE").replace(q.planHash(), "old"))).contains("stale plan");
    assertThat(run.progress().decisions()).extracting(Decision::refused).hasSize(1);
    assertThat(decide(run, json(q, "APPROVE"))).contains("answered");
    Report report = run.result();
    assertThat(world.log).containsExactly("all");
    assertThat(report.decisions().get(1).who()).isEqualTo("eve");
  }

  @Test
  void theSignalDoesTheSameAndKeepsWhatItRefused() throws Exception {
    TestRun run = start(this::asking);
    Question q = run.question();

    order(run, "decision", "\"yes\"");
    order(run, "decision", json(q, "RETRY"));
    order(run, "decision", json(q, "APPROVE"));
    Report report = run.result();

    assertThat(report.decisions())
        .extracting(Decision::refused)
        .containsExactly(
            "answer: required; one of [APPROVE, REJECT, RETRY, ABORT, WAIT, ROLL_BACK, NOTIFY,"
                + " EVICT]",
            "answer: q1 takes one of [APPROVE, REJECT]",
            "");
  }

  @Test
  void anAbortIsASignalAndACancelDoesTheSame() throws Exception {
    TestRun aborted = start(this::asking);
    aborted.question();
    order(aborted, "abort", "{\"who\":\"sam\"}");
    assertThat(aborted.result().status()).isEqualTo(Status.ABORTED);

    TestRun canceled = start(this::asking);
    canceled.question();
    cli("workflow", "cancel", "-w", canceled.id());
    Report report = canceled.until(r -> !r.status().open());

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(report.error()).isNotEmpty();
    canceled.until(r -> !temporal.office.archived.isEmpty());
    assertThat(temporal.office.archived).contains(report);
  }

  @Test
  void aMistypedStartFailsAtOnceAndNamesTheField() throws Exception {
    for (List<String> mistake :
        List.of(
            List.of(
                "Sample", "{\"clutser\":\"x\"}", "clutser: unknown field; did you mean cluster?"),
            List.of("Sample", "{\"cluster\":5}", "cluster: must be a text"),
            List.of("Samples", "{\"cluster\":\"x\"}", "there is no runbook Samples"))) {
      String id = "mistake-" + mistake.hashCode() + "-" + cluster;
      cli(
          "workflow",
          "start",
          "--type",
          mistake.get(0),
          "-t",
          TestTemporal.QUEUE,
          "-w",
          id,
          "-i",
          mistake.get(1));
      TestRun run = temporal.run(id);

      assertThat(run.failure().getOriginalMessage()).contains(mistake.get(2));
      assertThat(run.stub().describe().getStatus())
          .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED);
    }
  }

  @Test
  void aRunWithoutInputFailsAtOnceToo() throws Exception {
    String id = "nothing-" + cluster;
    cli("workflow", "start", "--type", "Sample", "-t", TestTemporal.QUEUE, "-w", id);

    assertThat(temporal.run(id).failure().getOriginalMessage()).startsWith("input: missing");
  }

  @Test
  void aResetRunIsAskedAgainAndJudgesDecisionsAsBefore() throws Exception {
    TestRun run = start(this::asking);
    Question q = run.question();
    decide(run, json(q, "APPROVE").replace(q.planHash(), "old"));

    cli("workflow", "reset", "-w", run.id(), "--type", "LastWorkflowTask", "--reason", "test");
    TestRun again = temporal.run(run.id());
    Question same = again.question();

    assertThat(same.runId()).isEqualTo(q.runId());
    assertThat(decide(again, json(same, "APPROVE"))).contains("answered");
    assertThat(again.result().status()).isEqualTo(Status.COMPLETED);
  }

  private void asking(Steps steps, Sample.Request request, Sample.Probe probe) {
    steps.plan(SamplePlan.class, () -> KernelTest.plan("x"));
    steps
        .approve(List.of(new ApprovalGroup("all", "Delete all?", List.of("x"), Policy.anyone())))
        .forEach(name -> step(steps, probe, name));
  }

  private static String json(Question q, String answer) {
    return "{\"questionId\":\"%s\",\"planHash\":\"%s\",\"answer\":\"%s\",\"who\":\"eve\"}"
        .formatted(q.id(), q.planHash(), answer);
  }

  private static String decide(TestRun run, String json) throws IOException, InterruptedException {
    return cli("workflow", "update", "execute", "-w", run.id(), "--name", "decide", "-i", json);
  }

  private static void order(TestRun run, String name, String json)
      throws IOException, InterruptedException {
    cli("workflow", "signal", "-w", run.id(), "--name", name, "-i", json);
  }

  private static String cli(String... arguments) throws IOException, InterruptedException {
    return RealTemporal.server().cli(arguments);
  }
}
