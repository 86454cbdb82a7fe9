package org.hubkeeper.starter.command;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.follow.Answers;
import org.hubkeeper.starter.follow.Follow;
import org.hubkeeper.starter.follow.LiveView;
import org.hubkeeper.starter.follow.PlainView;
import org.hubkeeper.starter.follow.View;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.starter.terminal.RunText;
import org.hubkeeper.workflows.kernel.Report;

/** Follows a run in the foreground and ends with what became of it. */
final class Following {

  private final Context context;
  private final Runs runs;
  private final Output output;

  Following(Context context, Runs runs, Output output) {
    this.context = context;
    this.runs = runs;
    this.output = output;
  }

  /** Returns the exit status. */
  int until(RunRef run, boolean commands, Answers answers) {
    Thread comeBack = new Thread(() -> comeBack(run));
    Runtime.getRuntime().addShutdownHook(comeBack);
    Report report;
    try {
      report = follow(run, commands, answers);
    } finally {
      Runtime.getRuntime().removeShutdownHook(comeBack);
    }
    return told(report);
  }

  /** Prints how it stands and returns the exit status. */
  int told(Report report) {
    print(report);
    return exit(report);
  }

  /** Shows only that it goes on, since what counts is printed at the end. */
  Report quietly(RunRef run) {
    return follow(run, false, Answers.nobody());
  }

  private Report follow(RunRef run, boolean commands, Answers answers) {
    View view = view(commands);
    return new Follow(runs.client(), runs.reader(), view, answers, Clock.systemUTC()).until(run);
  }

  private View view(boolean commands) {
    Console console = context.console();
    if (console.interactive() && output == Output.text) {
      return new LiveView(console, Clock.systemUTC(), commands);
    }
    // Standard output belongs to the data then.
    return new PlainView(output == Output.json ? console.err() : console.out(), Clock.systemUTC());
  }

  private void print(Report report) {
    Console console = context.console();
    if (output == Output.json) {
      console.out().println(RunJson.text(RunJson.of(report)));
      return;
    }
    RunText text = new RunText(console.colour(), console.width(), ZoneId.systemDefault());
    console.out().println();
    text.ending(report, Instant.now()).forEach(console.out()::println);
  }

  private static int exit(Report report) {
    return switch (report.status()) {
      case COMPLETED -> Exit.DONE;
      case RUNNING, WAITING, PAUSED -> Exit.WAITING;
      case ABORTED, FAILED, TERMINATED, TIMED_OUT -> Exit.FAILED;
    };
  }

  private void comeBack(RunRef run) {
    context
        .console()
        .err()
        .printf("%nThe run goes on. To come back:%n  hubkeeper watch '%s'%n", run.workflowId());
  }
}
