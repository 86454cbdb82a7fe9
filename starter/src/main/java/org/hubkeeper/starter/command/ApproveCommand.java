package org.hubkeeper.starter.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.starter.terminal.PlanText;
import org.hubkeeper.starter.terminal.QuestionText;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
public final class ApproveCommand extends DecideCommand {

  @Option(names = "--plan", paramLabel = "HASH", description = "Hash of the plan that was read.")
  private String plan = "";

  public ApproveCommand() {
    super(Answer.APPROVE);
  }

  @Override
  Optional<String> consent(Context context, Report report, Question asked) {
    if (!plan.isEmpty()) {
      return Optional.of(plan);
    }
    Console console = context.console();
    if (!console.interactive()) {
      throw CommandFailure.usage(
          "--plan: required without a terminal; the question %s is about plan %s, so read it with"
                  .formatted(asked.id(), asked.planHash())
              + " `hubkeeper show` and then say --plan "
              + asked.planHash());
    }
    new PlanText(console.colour(), true).lines(report.plan()).forEach(console.out()::println);
    new QuestionText(console.colour()).lines(asked).forEach(console.out()::println);
    return confirmed(console) ? Optional.of(asked.planHash()) : Optional.empty();
  }

  private static boolean confirmed(Console console) {
    console.out().print("  Approve this plan? [y/N]: ");
    console.out().flush();
    try {
      String typed = console.in().readLine();
      return typed != null && (typed.strip().equals("y") || typed.strip().equals("yes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
