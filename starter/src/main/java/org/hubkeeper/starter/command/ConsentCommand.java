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
import picocli.CommandLine.Option;

/** An answer that lets something be changed: it counts only for the plan that was shown. */
abstract class ConsentCommand extends DecideCommand {

  @Option(names = "--plan", paramLabel = "HASH", description = "Hash of the plan that was read.")
  private String plan = "";

  ConsentCommand(Answer answer) {
    super(answer);
  }

  @Override
  Optional<String> consent(Context context, Report report, Question asked) {
    if (!wanted().consent() || !plan.isEmpty()) {
      return Optional.of(plan.isEmpty() ? asked.planHash() : plan);
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

  private boolean confirmed(Console console) {
    console
        .out()
        .print(
            wanted() == Answer.APPROVE
                ? "  Approve this plan? [y/N]: "
                : "  Answer " + wanted().word() + "? [y/N]: ");
    console.out().flush();
    try {
      String typed = console.in().readLine();
      return typed != null && (typed.strip().equals("y") || typed.strip().equals("yes"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
