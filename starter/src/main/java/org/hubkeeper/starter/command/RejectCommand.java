package org.hubkeeper.starter.command;

import org.hubkeeper.workflows.kernel.Question.Answer;
import picocli.CommandLine.Command;

/** {@code hubkeeper reject}. */
@Command(
    name = "reject",
    description = "Reject what a run asks about; the thing is left alone.",
    footer = {"", "Example:", "  hubkeeper reject prune-volumes/ds-osu-test --why 'looked at it'"})
public final class RejectCommand extends DecideCommand {

  public RejectCommand() {
    super(Answer.REJECT);
  }
}
