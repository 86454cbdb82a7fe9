package org.hubkeeper.starter.command;

import java.util.concurrent.Callable;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.DecisionResult;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What the commands that answer a question have in common. */
abstract class DecideCommand implements Callable<Integer> {

  @ParentCommand private HubkeeperCommand root;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "Workflow id, run id or unique prefix.")
  private String run = "";

  @Option(
      names = "--question",
      paramLabel = "ID",
      description = "Which question, if several are open.")
  private String question = "";

  @Option(names = "--why", paramLabel = "TEXT", description = "The reason, kept in the report.")
  private String why = "";

  private final Answer answer;

  DecideCommand(Answer answer) {
    this.answer = answer;
  }

  /** What is answered. */
  Answer wanted() {
    return answer;
  }

  @Override
  public Integer call() {
    Context context = root.context();
    try (Runs runs = new Runs(root)) {
      return answer(context, runs, runs.open(run));
    }
  }

  /** Answers the open question that takes this answer. */
  int answer(Context context, Runs runs, RunRef found) {
    Report report = report(runs, found);
    Question asked = new OpenQuestion(report).taking(wanted(), question);
    return consent(context, report, asked)
        .map(hash -> send(context, runs, found, decision(context, asked, hash)))
        .orElseGet(
            () -> {
              context.console().out().println("Nothing was answered.");
              return Exit.FAILED;
            });
  }

  /** The plan's hash that the person has been shown; empty when the person thinks better of it. */
  java.util.Optional<String> consent(Context context, Report report, Question asked) {
    return java.util.Optional.of(asked.planHash());
  }

  String question() {
    return question;
  }

  String why() {
    return why;
  }

  /** A run that nobody carries out can't take an answer. */
  static Report report(Runs runs, RunRef found) {
    return runs.client()
        .progress(found)
        .orElseThrow(
            () ->
                CommandFailure.failed(
                    "no worker answers for "
                        + found
                        + ", so nothing was sent; start one with `hubkeeper worker --config FILE`"));
  }

  private Decision decision(Context context, Question asked, String hash) {
    return new Decision(
        asked.id(),
        asked.runId(),
        hash,
        wanted(),
        context.user(),
        why,
        Context.DOOR,
        java.time.Instant.EPOCH,
        "");
  }

  private static int send(Context context, Runs runs, RunRef found, Decision decision) {
    DecisionResult result = runs.client().decide(found, decision);
    if (!result.accepted()) {
      throw CommandFailure.failed("refused: " + result.message());
    }
    context.console().out().println(decision.questionId() + ": " + result.message());
    return Exit.DONE;
  }
}
