package org.hubkeeper.starter.follow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hubkeeper.starter.terminal.Colour;
import org.hubkeeper.starter.terminal.PlanText;
import org.hubkeeper.starter.terminal.QuestionText;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;

/** What is to be printed of a question: each once, and each plan once before its first question. */
final class QuestionFeed {

  private final Set<String> told = new HashSet<>();
  private final QuestionText questions;
  private final PlanText plans;
  private final boolean commands;

  QuestionFeed(Colour colour, boolean commands) {
    this.questions = new QuestionText(colour);
    this.plans = new PlanText(colour, false);
    this.commands = commands;
  }

  /** Empty when there is nothing new to say. */
  List<String> lines(Report report, Question question) {
    if (!told.add(question.id() + " " + question.approvals())) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (!question.planHash().isEmpty() && told.add(question.planHash())) {
      lines.addAll(plans.lines(report.plan()));
      lines.add("");
    }
    lines.addAll(questions.lines(question));
    if (commands) {
      lines.add("  To answer:");
      questions
          .commands(report.workflowId(), question)
          .forEach(command -> lines.add("    " + command));
    }
    return lines;
  }
}
