package org.hubkeeper.starter.follow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.starter.terminal.Colour;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.starter.terminal.PlanText;
import org.hubkeeper.starter.terminal.QuestionText;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.DecisionResult;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;

/** Asks the person at the terminal; gives up when somebody else has answered meanwhile. */
public final class Asker implements Answers {

  private static final int LOOK_MILLIS = 500;

  private final Context context;
  private final Console console;
  private final RunClient client;
  private final Set<String> answered = new HashSet<>();

  public Asker(Context context, RunClient client) {
    this.context = context;
    this.console = context.console();
    this.client = client;
  }

  @Override
  public Next to(RunRef run, Report report, Question question) {
    if (answered.contains(question.id())) {
      return Next.GO_ON;
    }
    Optional<Answer> answer = answer(run, report, question);
    if (answer.isEmpty()) {
      return Next.GO_ON;
    }
    String why = prompt("  why (Enter for none): ", run, question).orElse("");
    send(run, report, question, answer.get(), why);
    return Next.GO_ON;
  }

  private void send(RunRef run, Report report, Question question, Answer answer, String why) {
    if (!question.allowed().contains(answer)) {
      client.abort(run, context.actor(why));
      return;
    }
    DecisionResult result = client.decide(run, Decision.on(question, answer, context.actor(why)));
    Colour colour = console.colour();
    console
        .out()
        .println(
            result.accepted()
                ? "  " + result.message()
                : colour.red("  refused: " + result.message()));
    boolean othersNeeded = result.accepted() && question.approvals() + 1 < question.people();
    if (othersNeeded || !result.accepted()) {
      answered.add(question.id());
      console.out().println("  Others can answer with:");
      new QuestionText(colour)
          .commands(report.workflowId(), question)
          .forEach(command -> console.out().println("    " + command));
    }
  }

  /** Empty when the question is no longer open. */
  private Optional<Answer> answer(RunRef run, Report report, Question question) {
    while (true) {
      Optional<String> typed = prompt("  " + choices(question) + " ", run, question);
      if (typed.isEmpty()) {
        return Optional.empty();
      }
      String word = typed.get().toLowerCase(Locale.ROOT);
      if (word.startsWith("d")) {
        new PlanText(console.colour(), true).lines(report.plan()).forEach(console.out()::println);
        continue;
      }
      Optional<Answer> answer = meant(word, question.allowed());
      if (answer.isPresent()) {
        return answer;
      }
    }
  }

  private static String choices(Question question) {
    if (question.allowed().contains(Answer.REJECT)) {
      return "[y]es / [n]o / [d]etails / [a]bort:";
    }
    if (question.allowed().contains(Answer.RETRY)) {
      return "[r]etry / [a]bort / [d]etails:";
    }
    return Stream.concat(question.allowed().stream().map(Answer::word), Stream.of("details"))
            .collect(Collectors.joining(" / "))
        + ":";
  }

  /** No answer is guessed: what is not understood is asked again. */
  private static Optional<Answer> meant(String typed, List<Answer> allowed) {
    Answer answer =
        switch (typed) {
          case "y", "yes", "approve" -> Answer.APPROVE;
          case "n", "no", "reject" -> Answer.REJECT;
          case "r", "retry" -> Answer.RETRY;
          case "a", "abort" -> Answer.ABORT;
          default -> spelt(typed);
        };
    return Optional.ofNullable(answer).filter(a -> allowed.contains(a) || a == Answer.ABORT);
  }

  private static Answer spelt(String typed) {
    return Stream.of(Answer.values())
        .filter(answer -> answer.word().equals(typed.replace('_', '-')))
        .findFirst()
        .orElse(null);
  }

  /** Empty when the question was answered elsewhere, or there is nobody left to type. */
  private Optional<String> prompt(String text, RunRef run, Question question) {
    console.out().print(text);
    console.out().flush();
    try {
      while (!console.in().ready()) {
        if (!stillOpen(run, question)) {
          console.out().println("\n  answered elsewhere");
          return Optional.empty();
        }
        Thread.sleep(LOOK_MILLIS);
      }
      String line = console.in().readLine();
      return Optional.ofNullable(line).map(String::strip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private boolean stillOpen(RunRef run, Question question) {
    // No answer from the run is no reason to take the question away from a person.
    return client
        .progress(run)
        .map(r -> r.questions().stream().anyMatch(q -> q.id().equals(question.id())))
        .orElse(true);
  }
}
