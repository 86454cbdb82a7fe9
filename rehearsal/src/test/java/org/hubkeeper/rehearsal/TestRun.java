package org.hubkeeper.rehearsal;

import io.grpc.StatusRuntimeException;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.hubkeeper.starter.connect.ServerFailure;
import org.hubkeeper.starter.runs.ArchiveFiles;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunReader;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.DecisionResult;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.runbook.Runbooks;

/** One run as a person sees and steers it. */
public record TestRun(RunClient client, RunRef ref, Duration limit) {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Actor OWNER = new Actor("owner-a", "", "terminal");

  /** A run whose steps take seconds. */
  public TestRun(RunClient client, RunRef ref) {
    this(client, ref, LIMIT);
  }

  /** The same, for runs that take long. */
  public TestRun patient() {
    return new TestRun(client, ref, Duration.ofMinutes(20));
  }

  /** How it stands; empty while neither worker nor server can tell. */
  public Optional<Report> progress() {
    try {
      return client.progress(ref);
    } catch (StatusRuntimeException e) {
      if (ServerFailure.passing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Its report, whether it is open or closed. */
  public Report report() {
    return new RunReader(client, Runbooks.all(), new ArchiveFiles(Optional.empty()))
        .read(ref)
        .report();
  }

  /** Waits until it shows this. */
  public Report until(String what, Predicate<Report> condition) {
    return Poll.until(what + " in " + ref, limit, () -> progress().filter(condition));
  }

  /** Waits until it asks something. */
  public Question question() {
    return until("a question", report -> !report.questions().isEmpty()).questions().get(0);
  }

  /** Waits until it waits for a person or has ended. */
  private Report stop() {
    return until(
        "a question or the end",
        report -> !report.questions().isEmpty() || !report.status().open());
  }

  /** The plan, once people are asked about it or the run has ended without. */
  public PlanView planned() {
    return stop().plan();
  }

  /** Waits until a step whose name begins so has begun. */
  public Report step(String beginning) {
    return until("step " + beginning, report -> begun(report, beginning));
  }

  /** Whether a step whose name begins so has begun. */
  public static boolean begun(Report report, String beginning) {
    return report.steps().stream()
        .anyMatch(s -> s.name().startsWith(beginning) && s.state() != Step.State.PENDING);
  }

  /** Answers one question as an owner. */
  public DecisionResult answer(Question question, Answer answer) {
    return answer(question, answer, OWNER);
  }

  /** Answers one question. */
  public DecisionResult answer(Question question, Answer answer, Actor who) {
    return client.decide(ref, Decision.on(question, answer, who));
  }

  /** Answers whatever is asked until it has ended; APPROVE for plans, ABORT for failed steps. */
  public Report approveAll() {
    return answerAll((report, question) -> Answer.APPROVE);
  }

  /** Answers whatever is asked until it has ended. */
  public Report answerAll(BiFunction<Report, Question, Answer> answers) {
    List<String> asked = new ArrayList<>();
    Report report = stop();
    while (report.status().open()) {
      Question question = report.questions().get(0);
      asked.add(question.text());
      Answer answer = answers.apply(report, question);
      answerByAllNeeded(question, question.allowed().contains(answer) ? answer : Answer.ABORT);
      report =
          until(
              "the question after " + asked, next -> !next.status().open() || news(next, question));
    }
    return ended();
  }

  private static boolean news(Report report, Question answered) {
    return !report.questions().isEmpty() && !report.questions().get(0).id().equals(answered.id());
  }

  private void answerByAllNeeded(Question question, Answer answer) {
    DecisionResult first = answer(question, answer, OWNER);
    if (answer == Answer.APPROVE && question.people() > 1) {
      answer(question, answer, new Actor("owner-b", "", "terminal"));
    } else if (!first.accepted()) {
      throw new AssertionError(question.text() + ": " + first.message());
    }
  }

  /** Waits for its end and returns its report, also when it failed. */
  public Report ended() {
    Poll.untilTrue(
        "the end of " + ref,
        limit,
        () -> progress().filter(report -> report.status().open()).isEmpty() && closed());
    return report();
  }

  private boolean closed() {
    return client
        .describe(ref)
        .filter(found -> found.getWorkflowExecutionInfo().hasCloseTime())
        .isPresent();
  }

  /** Its history, as the server has it, on one line. */
  public String history() {
    return client.connection().client().fetchHistory(ref.workflowId(), ref.runId()).toJson(false);
  }

  /** Its history, for people. */
  public String readableHistory() {
    return client.connection().client().fetchHistory(ref.workflowId(), ref.runId()).toJson(true);
  }

  /** The events of its history. */
  public List<HistoryEvent> eventList() {
    return client.connection().client().fetchHistory(ref.workflowId(), ref.runId()).getEvents();
  }

  /** The runs that it has started and that carry its name. */
  public List<TestRun> children() {
    return eventList().stream()
        .filter(event -> event.hasChildWorkflowExecutionStartedEventAttributes())
        .map(e -> e.getChildWorkflowExecutionStartedEventAttributes().getWorkflowExecution())
        .filter(child -> child.getWorkflowId().startsWith(ref.workflowId()))
        .map(child -> new TestRun(client, new RunRef(child.getWorkflowId(), child.getRunId())))
        .toList();
  }
}
