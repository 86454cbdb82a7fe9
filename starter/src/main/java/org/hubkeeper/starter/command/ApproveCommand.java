package org.hubkeeper.starter.command;

import org.hubkeeper.workflows.kernel.Question.Answer;
import picocli.CommandLine.Command;

/** {@code hubkeeper approve}: only what was shown can be approved. */
@Command(
    name = "approve",
    description = "Approve the plan that a run asks about.",
    footer = {
      "",
      "On a terminal the plan is shown and confirmed; elsewhere --plan HASH says which plan",
      "was read (`show` prints it).",
      "",
      "Example:",
      "  hubkeeper approve prune-volumes/ds-osu-test --plan 3fa2c1d4e5f6 --why agreed"
    })
public final class ApproveCommand extends ConsentCommand {

  public ApproveCommand() {
    super(Answer.APPROVE);
  }
}
