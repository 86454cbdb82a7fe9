package org.hubkeeper.starter.command;

import org.hubkeeper.workflows.kernel.Question.Answer;
import picocli.CommandLine.Command;

/** {@code hubkeeper retry}. */
@Command(
    name = "retry",
    description = "Let a run try its failed step again.",
    footer = {"", "Example:", "  hubkeeper retry prune-volumes/ds-osu-test --why 'looked at it'"})
public final class RetryCommand extends DecideCommand {

  public RetryCommand() {
    super(Answer.RETRY);
  }
}
