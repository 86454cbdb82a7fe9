package org.hubkeeper.starter.terminal;

import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;

/** A question for people, and the commands that answer it. */
public final class QuestionText {

  private final Colour colour;

  public QuestionText(Colour colour) {
    this.colour = colour;
  }

  /** The question, what one should see before answering, and what an answer needs. */
  public List<String> lines(Question question) {
    List<String> lines = new ArrayList<>();
    lines.add(
        colour.bold(colour.yellow("? ") + question.text()) + colour.faint("  " + question.id()));
    question.details().forEach(detail -> lines.add("    " + detail));
    if (!question.planHash().isEmpty()) {
      lines.add("  plan " + colour.bold(question.planHash()) + needs(question));
    }
    return lines;
  }

  /** What to type elsewhere to answer it, a line each. */
  public List<String> commands(String workflowId, Question question) {
    return question.allowed().stream()
        .map(answer -> command(workflowId, question, answer))
        .toList();
  }

  private static String command(String workflowId, Question question, Answer answer) {
    String plan = answer.consent() ? " --plan " + question.planHash() : "";
    String command =
        switch (answer) {
          case APPROVE, REJECT, RETRY, ABORT -> answer.word() + " '" + workflowId + "'";
          default -> "answer '" + workflowId + "' " + answer.word();
        };
    return "hubkeeper %s --question %s%s".formatted(command, question.id(), plan);
  }

  private static String needs(Question question) {
    List<String> needs = new ArrayList<>();
    if (question.people() > 1) {
      needs.add(question.approvals() + " of " + question.people() + " people have approved");
    }
    question.roles().forEach(roles -> needs.add("by " + String.join(" or ", roles)));
    if (question.requesterExcluded()) {
      needs.add("not by who asked for the run");
    }
    if (!question.doors().isEmpty()) {
      needs.add("counts only from " + String.join(", ", question.doors()));
    }
    return needs.isEmpty() ? "" : "; " + String.join("; ", needs);
  }
}
