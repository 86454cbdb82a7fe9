package org.hubkeeper.workflows.testing;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.DecisionResult;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/** One run as a person sees and steers it. */
public final class TestRun {

  /** Bounds every wait, so that a run that never gets there is a failed test. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Temporal temporal;
  private final WorkflowStub stub;

  TestRun(Temporal temporal, WorkflowStub stub) {
    this.temporal = temporal;
    this.stub = stub;
  }

  /** A JSON text as payload, as the Temporal UI sends it. */
  public static RawValue json(String text) {
    return new RawValue(
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8(text))
            .build());
  }

  public String id() {
    return stub.getExecution().getWorkflowId();
  }

  public WorkflowStub stub() {
    return stub;
  }

  public Report progress() {
    return stub.query("progress", Report.class);
  }

  /** The latest step whose name begins so. */
  public Step step(String name) {
    List<Step> named =
        progress().steps().stream().filter(step -> step.name().startsWith(name)).toList();
    return named.isEmpty() ? null : named.get(named.size() - 1);
  }

  /** Lets time pass until it is so. */
  public Report until(Predicate<Report> state) {
    long end = System.nanoTime() + LIMIT_NANOS;
    Report report = progress();
    Duration pause = Duration.ofSeconds(1);
    while (!state.test(report)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not get there: " + report);
      }
      temporal.pass(pause);
      pause = pause.toMinutes() < 60 ? pause.multipliedBy(5).dividedBy(4) : pause;
      report = progress();
    }
    return report;
  }

  /** Lets time pass until the run asks something. */
  public Question question() {
    return until(report -> !report.questions().isEmpty() || !report.status().open())
        .questions()
        .stream()
        .findFirst()
        .orElseThrow(() -> new AssertionError("the run ended without a question: " + progress()));
  }

  public DecisionResult answer(Question question, Answer answer, Actor actor) {
    return decide(Decision.on(question, answer, actor));
  }

  public DecisionResult decide(Object decision) {
    return stub.update("decide", DecisionResult.class, decision);
  }

  /** Answers whatever is asked next, so. */
  public void answer(Answer answer) {
    answer(question(), answer, new Actor("sam", "", "test"));
  }

  public void signal(String name, Object... arguments) {
    stub.signal(name, arguments);
  }

  /** Waits for the end and proves that the history replays. */
  public Report result() {
    try {
      Report report = stub.getResult(120, TimeUnit.SECONDS, Report.class);
      temporal.replay(this);
      return report;
    } catch (TimeoutException e) {
      throw new AssertionError("has not ended: " + progress(), e);
    }
  }

  /** Waits for a failure; its message and type are for people, its details are the report. */
  public ApplicationFailure failure() {
    try {
      throw new AssertionError("has not failed: " + result());
    } catch (WorkflowFailedException e) {
      temporal.replay(this);
      return (ApplicationFailure) e.getCause();
    }
  }

  public WorkflowExecutionHistory history() {
    return temporal.client().fetchHistory(id());
  }

  public long events(EventType... types) {
    return history().getEvents().stream()
        .filter(event -> types.length == 0 || List.of(types).contains(event.getEventType()))
        .count();
  }
}
