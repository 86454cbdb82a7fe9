package org.hubkeeper.starter.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;

/** Finds the question that an answer is meant for; nothing is guessed. */
final class OpenQuestion {

  private final Report report;

  OpenQuestion(Report report) {
    this.report = report;
  }

  /** Fails with the open questions when it can't be told which one. */
  Question taking(Answer answer, String id) {
    if (!id.isEmpty()) {
      return named(answer, id);
    }
    List<Question> taking = all(answer);
    if (taking.size() == 1) {
      return taking.get(0);
    }
    throw CommandFailure.usage(
        taking.isEmpty()
            ? "no open question takes " + word(answer) + "; " + open()
            : "several questions are open; say --question ID; " + open());
  }

  /** The one question that takes the answer, if there is just one or it is named. */
  Optional<Question> maybe(Answer answer, String id) {
    if (!id.isEmpty()) {
      return Optional.of(named(answer, id));
    }
    List<Question> taking = all(answer);
    return taking.size() == 1 ? Optional.of(taking.get(0)) : Optional.empty();
  }

  private List<Question> all(Answer answer) {
    return report.questions().stream().filter(q -> q.allowed().contains(answer)).toList();
  }

  private Question named(Answer answer, String id) {
    Question question =
        report.questions().stream()
            .filter(q -> q.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> CommandFailure.usage("--question " + id + ": is not open; " + open()));
    if (!question.allowed().contains(answer)) {
      throw CommandFailure.usage(
          "%s takes %s, not %s".formatted(id, words(question.allowed()), word(answer)));
    }
    return question;
  }

  private String open() {
    if (report.questions().isEmpty()) {
      String waiting = report.waitingFor().isEmpty() ? "" : ", waiting for " + report.waitingFor();
      return "the run asks nothing (" + report.status() + waiting + ")";
    }
    return report.questions().stream()
        .map(q -> q.id() + " (" + words(q.allowed()) + "): " + q.text())
        .collect(Collectors.joining("\n  ", "open:\n  ", ""));
  }

  private static String words(List<Answer> answers) {
    return answers.stream().map(OpenQuestion::word).collect(Collectors.joining(" or "));
  }

  private static String word(Answer answer) {
    return answer.word();
  }
}
