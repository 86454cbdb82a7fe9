package org.hubkeeper.starter.follow;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.connect.ServerFailure;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.runs.Pollers;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunReader;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;

/**
 * Follows a run to its end.
 *
 * <ol>
 *   <li>The run is asked for its progress twice a second, and shown.
 *   <li>Its first open question is put to whoever answers.
 *   <li>When no worker answers, this is said once, and what the history tells is shown.
 *   <li>A server that is away is waited for: the run goes on when it comes back.
 * </ol>
 */
public final class Follow {

  private static final WorkflowExecutionStatus OPEN =
      WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;

  private static final Duration BEAT = Duration.ofMillis(400);

  /** A server takes seconds to start again; after this a person should look. */
  private static final Duration SERVER_AWAY = Duration.ofMinutes(2);

  private final RunClient client;
  private final RunReader reader;
  private final View view;
  private final Answers answers;
  private final Clock clock;
  private Instant heard;

  public Follow(RunClient client, RunReader reader, View view, Answers answers, Clock clock) {
    this.client = client;
    this.reader = reader;
    this.view = view;
    this.answers = answers;
    this.clock = clock;
    this.heard = clock.instant();
  }

  /** Returns the report of a run that has ended, or of an open one that needs a person. */
  public Report until(RunRef run) {
    while (true) {
      Optional<Report> last = look(run);
      if (last.isPresent()) {
        return last.get();
      }
      rest();
    }
  }

  private Optional<Report> look(RunRef run) {
    try {
      Report report = report(run);
      heard = clock.instant();
      view.show(report);
      return report.status().open() ? asked(run, report) : ended(run);
    } catch (RuntimeException e) {
      // The SDK wraps what the server said in several types; only the status inside counts.
      StatusRuntimeException status = ServerFailure.in(e).orElseThrow(() -> e);
      TemporalConnection at = client.connection();
      CommandFailure words = ServerFailure.words(status, at.address(), at.namespace());
      if (!ServerFailure.passing(status) || silence().compareTo(SERVER_AWAY) > 0) {
        throw words;
      }
      view.say("Temporal does not answer at " + at.address() + "; the run goes on when it is back");
      return Optional.empty();
    }
  }

  private Report report(RunRef run) {
    return client
        .progress(run)
        .orElseGet(
            () -> {
              if (!new Pollers(client.connection()).runbooks(RunClient.QUEUE)) {
                view.say(
                    "no worker serves "
                        + RunClient.QUEUE
                        + ": the run waits; start one with `hubkeeper worker --config FILE`");
              }
              return reader.read(run).report();
            });
  }

  /** A report says that it has ended a moment before the server does. */
  private Optional<Report> ended(RunRef run) {
    boolean open =
        client
            .describe(run)
            .filter(found -> found.getWorkflowExecutionInfo().getStatus() == OPEN)
            .isPresent();
    return open ? Optional.empty() : Optional.of(reader.read(run).report());
  }

  private Optional<Report> asked(RunRef run, Report report) {
    if (report.questions().isEmpty() || report.status() == Report.Status.PAUSED) {
      return Optional.empty();
    }
    Question first = report.questions().get(0);
    view.ask(report, first);
    return answers.to(run, report, first) == Answers.Next.STOP
        ? Optional.of(report)
        : Optional.empty();
  }

  private Duration silence() {
    return Duration.between(heard, clock.instant());
  }

  private static void rest() {
    try {
      Thread.sleep(BEAT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted; the run goes on");
    }
  }
}
