package org.hubkeeper.workflows.kernel;

import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.kernel.Report.Status;

/** Where people see and steer a run: everything they are shown, and every order they give. */
final class Desk implements RunbookControl {

  final StepLog log = new StepLog(this::show);
  final PauseGate gate = new PauseGate();
  final Questions questions = new Questions(this);
  final List<String> leftovers = new ArrayList<>();
  final List<String> results = new ArrayList<>();

  private final Board board = new Board();
  private final String runbook;
  private final String workflowId = Workflow.getInfo().getWorkflowId();
  // Stays the same when a run is reset, so that recorded signals are judged alike on replay.
  private final String runId = Workflow.getInfo().getOriginalExecutionRunId();
  private final Instant startedAt = Clock.real();
  private String cluster = "";
  private String requester = "";
  private String fleet = "";
  private PlanView plan = PlanView.NONE;
  private Status ended = Status.RUNNING;
  private String error = "";
  private Instant finishedAt = Instant.EPOCH;
  private CancellationScope work;
  private boolean aborted;

  Desk(String runbook) {
    this.runbook = runbook;
    Workflow.registerListener(this);
  }

  String runId() {
    return runId;
  }

  String requester() {
    return requester;
  }

  void about(String cluster, String requester) {
    this.cluster = cluster;
    this.requester = requester;
    show();
  }

  void fleet(String source) {
    this.fleet = source;
  }

  /** The scope that an order to abort cancels. */
  void work(CancellationScope scope) {
    this.work = scope;
    if (aborted) {
      scope.cancel("aborted");
    }
  }

  PlanView plan() {
    return plan;
  }

  /** The plan that questions are about from now on. */
  void plan(PlanView plan) {
    this.plan = plan;
    show();
  }

  void end(Status status, String why) {
    ended = status;
    error = why;
    finishedAt = Clock.real();
    show();
  }

  @Override
  public Report progress() {
    Board.Wait wait = ended.open() ? Board.wait(this) : Board.Wait.NONE;
    return new Report(
        runbook,
        cluster,
        workflowId,
        runId,
        requester,
        ended.open() ? wait.status() : ended,
        wait.text(),
        wait.since(),
        plan,
        log.steps(),
        log.more(),
        questions.open(),
        questions.decisions(),
        gate.pauses(),
        Words.few(leftovers, StepLog.SHOWN),
        Words.few(results, StepLog.SHOWN),
        Words.cut(error),
        fleet,
        startedAt,
        finishedAt);
  }

  @Override
  public DecisionResult decide(RawValue raw) {
    return questions.decide(lenient(raw, Decision.class));
  }

  @Override
  public void validateDecision(RawValue raw) {
    Decision decision;
    try {
      decision = lenient(raw, Decision.class);
    } catch (IllegalArgumentException e) {
      throw ApplicationFailure.newNonRetryableFailure(e.getMessage(), Input.TYPE);
    }
    questions
        .malformed(decision)
        .ifPresent(
            reason -> {
              throw ApplicationFailure.newNonRetryableFailure(reason, Input.TYPE);
            });
  }

  @Override
  public void decideBySignal(RawValue raw) {
    Decision decision;
    try {
      decision = lenient(raw, Decision.class);
    } catch (IllegalArgumentException e) {
      Actor nobody = new Actor("", "", "signal");
      decision =
          new Decision("", "", "", null, nobody.who(), e.getMessage(), nobody.door(), null, null);
    }
    questions.decide(decision);
  }

  @Override
  public void pause(RawValue by) {
    gate.pause(actor(by));
    show();
  }

  @Override
  public void resume(RawValue by) {
    gate.open();
    show();
  }

  @Override
  public void abort(RawValue by) {
    Actor actor = actor(by);
    questions.record(
        new Decision(
            "",
            runId,
            "",
            Question.Answer.ABORT,
            actor.who(),
            actor.why(),
            actor.door(),
            null,
            ""));
    aborted = true;
    if (work != null) {
      work.cancel("aborted by " + actor);
    }
    show();
  }

  @Override
  public void blocked(int step, Blocker blocker) {
    log.blocked(step, blocker);
  }

  void show() {
    board.show(progress());
  }

  private static Actor actor(RawValue raw) {
    try {
      return lenient(raw, Actor.class);
    } catch (IllegalArgumentException e) {
      // An order to stop counts, however badly it is typed.
      return new Actor("", "", "");
    }
  }

  private static String known(Class<?> type) {
    return type.isEnum() ? "; one of " + List.of(type.getEnumConstants()) : " does not fit";
  }

  private static <T> T lenient(RawValue raw, Class<T> type) {
    byte[] json =
        raw == null || raw.getPayload() == null
            ? new byte[0]
            : raw.getPayload().getData().toByteArray();
    try {
      T value = Json.MAPPER.readValue(json, type);
      if (value == null) {
        throw new IllegalArgumentException("missing");
      }
      return value;
    } catch (InvalidFormatException e) {
      String field = e.getPath().isEmpty() ? "" : e.getPath().get(0).getFieldName() + ": ";
      throw new IllegalArgumentException(
          "not understood: " + field + "\"" + e.getValue() + "\"" + known(e.getTargetType()));
    } catch (MismatchedInputException e) {
      throw new IllegalArgumentException("not understood: must be one JSON object with its fields");
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + Failures.firstLine(e.getMessage()));
    }
  }
}
