package org.hubkeeper.starter.command;

import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import picocli.CommandLine.Command;

/** {@code hubkeeper abort}: answers the question of a failed step, or ends the run as it is. */
@Command(
    name = "abort",
    description = "End a run between changes: what it changed for a while is restored.",
    footer = {"", "Example:", "  hubkeeper abort prune-volumes/ds-osu-test --why 'wrong cluster'"})
public final class AbortCommand extends DecideCommand {

  public AbortCommand() {
    super(Answer.ABORT);
  }

  @Override
  int answer(Context context, Runs runs, RunRef found) {
    boolean asked =
        !question().isEmpty()
            || runs.client().progress(found).filter(report -> asks(report)).isPresent();
    if (asked) {
      return super.answer(context, runs, found);
    }
    // A signal waits at the server, so that it counts also while no worker runs.
    runs.client().abort(found, context.actor(why()));
    context
        .console()
        .out()
        .println(
            "Told to abort; it ends after the change under way: hubkeeper watch '" + found + "'");
    return Exit.DONE;
  }

  private boolean asks(Report report) {
    return new OpenQuestion(report).maybe(Answer.ABORT, question()).isPresent();
  }
}
