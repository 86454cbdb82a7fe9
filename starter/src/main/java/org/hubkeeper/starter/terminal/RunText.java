package org.hubkeeper.starter.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;

/** A whole run for people: state, plan in a line, steps, questions, decisions, what is left. */
public final class RunText {

  private final Colour colour;
  private final ZoneId zone;
  private final StepText steps;
  private final PlanText plans;
  private final QuestionText questions;

  public RunText(Colour colour, int width, ZoneId zone) {
    this.colour = colour;
    this.zone = zone;
    this.steps = new StepText(colour, width);
    this.plans = new PlanText(colour, false);
    this.questions = new QuestionText(colour);
  }

  public List<String> lines(Report report, Instant now) {
    List<String> lines = new ArrayList<>(head(report, now));
    if (!report.plan().hash().isEmpty()) {
      lines.add("");
      lines.addAll(plans.lines(report.plan()));
    }
    lines.add("");
    report.steps().forEach(step -> step(lines, step, now));
    if (report.moreSteps() > 0) {
      lines.add("  … and " + Words.count(report.moreSteps(), "step") + " before");
    }
    report.questions().forEach(question -> question(lines, report, question));
    section(lines, "Results", report.results(), line -> line);
    section(lines, "Decisions", report.decisions(), this::decision);
    section(lines, "Pauses", report.pauses(), p -> Words.time(p.at(), zone) + "  by " + p.by());
    section(lines, "Left over", report.leftovers(), colour::yellow);
    return lines;
  }

  /** How it ended, for who has seen the rest go by. */
  public List<String> ending(Report report, Instant now) {
    List<String> lines = new ArrayList<>(head(report, now));
    section(lines, "Results", report.results(), line -> line);
    section(lines, "Left over", report.leftovers(), colour::yellow);
    lines.add("");
    lines.add(colour.faint("hubkeeper report '" + report.workflowId() + "' tells all of it"));
    return lines;
  }

  /** Which run it is, how it stands, since when. */
  public List<String> head(Report report, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        colour.bold(report.runbook() + " of " + report.cluster()) + "  " + status(report.status()));
    lines.add(colour.faint("run " + report.workflowId() + "  (" + report.runId() + ")"));
    boolean open = report.finishedAt().equals(Instant.EPOCH);
    Duration took = Duration.between(report.startedAt(), open ? now : report.finishedAt());
    String by = report.requester().isEmpty() ? "" : " by " + report.requester();
    lines.add(
        colour.faint(
            "started "
                + Words.time(report.startedAt(), zone)
                + by
                + ", "
                + (open ? "open for " : "took ")
                + Words.duration(took)));
    if (!report.waitingFor().isEmpty()) {
      lines.add(colour.yellow("waiting for " + report.waitingFor()));
    }
    if (!report.error().isEmpty()) {
      lines.add(colour.red(report.error()));
    }
    return lines;
  }

  /** A state in its colour. */
  public String status(Status status) {
    return switch (status) {
      case RUNNING -> colour.cyan(status.name());
      case COMPLETED -> colour.green(status.name());
      case WAITING, PAUSED -> colour.yellow(status.name());
      case ABORTED, FAILED, TERMINATED, TIMED_OUT -> colour.red(status.name());
    };
  }

  private void step(List<String> lines, Step step, Instant now) {
    lines.add(steps.line(step, now));
    if (step.state() == Step.State.WAITING && !step.blockers().isEmpty()) {
      Blocker current = step.blockers().get(step.blockers().size() - 1);
      lines.add(steps.blocker(current, now));
    }
  }

  private void question(List<String> lines, Report report, Question question) {
    lines.add("");
    lines.addAll(questions.lines(question));
    questions.commands(report.workflowId(), question).forEach(c -> lines.add("    " + c));
  }

  private String decision(Decision d) {
    String words =
        "%s  %s %s by %s (%s)%s"
            .formatted(
                Words.time(d.at(), zone),
                d.questionId().isEmpty() ? "run" : d.questionId(),
                d.answer() == null ? "?" : d.answer(),
                d.who().isEmpty() ? "somebody" : d.who(),
                d.door(),
                d.why().isEmpty() ? "" : ": " + d.why());
    return d.refused().isEmpty() ? words : words + colour.red("  refused: " + d.refused());
  }

  private <T> void section(List<String> lines, String title, List<T> items, Function<T, String> f) {
    if (!items.isEmpty()) {
      lines.add("");
      lines.add(colour.bold(title));
      items.forEach(item -> lines.add("  " + f.apply(item)));
    }
  }
}
