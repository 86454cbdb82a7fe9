package org.hubkeeper.starter.follow;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.starter.terminal.StepText;
import org.hubkeeper.starter.terminal.Words;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/** For a terminal: ended steps scroll by, open ones move below them. */
public final class LiveView implements View {

  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[0J";

  /** More would not fit on a small terminal. */
  private static final int OPEN_STEPS = 8;

  private final PrintStream out;
  private final Console console;
  private final Clock clock;
  private final StepText steps;
  private final QuestionFeed questions;
  private final StepFeed feed = new StepFeed();
  private String said = "";
  private int moving;
  private int beat;

  /** With or without the commands that answer a question, for who is not asked here. */
  public LiveView(Console console, Clock clock, boolean commands) {
    this.console = console;
    this.out = console.out();
    this.clock = clock;
    // The cursor can only go up over lines that did not wrap.
    this.steps = new StepText(console.colour(), console.width() - 1);
    this.questions = new QuestionFeed(console.colour(), commands);
  }

  @Override
  public void show(Report report) {
    Instant now = clock.instant();
    beat++;
    clear();
    feed.ended(report).forEach(step -> out.println(steps.line(step, now)));
    List<String> lines = new ArrayList<>();
    List<Step> open = report.steps().stream().filter(Step::open).toList();
    open.stream().limit(OPEN_STEPS).forEach(step -> open(lines, step, now));
    if (open.size() > OPEN_STEPS) {
      lines.add("    … and " + (open.size() - OPEN_STEPS) + " more");
    }
    if (report.status() == Report.Status.PAUSED) {
      lines.add(
          console
              .colour()
              .yellow(
                  "  ‖ " + Words.cut("waiting for " + report.waitingFor(), console.width() - 5)));
    }
    lines.forEach(out::println);
    out.flush();
    moving = lines.size();
  }

  @Override
  public void ask(Report report, Question question) {
    List<String> lines = questions.lines(report, question);
    if (!lines.isEmpty()) {
      clear();
      lines.forEach(out::println);
      out.flush();
    }
  }

  @Override
  public void say(String line) {
    if (!line.equals(said)) {
      said = line;
      clear();
      out.println(line);
    }
  }

  private void open(List<String> lines, Step step, Instant now) {
    lines.add(steps.live(step, now, beat));
    if (step.state() == Step.State.WAITING && !step.blockers().isEmpty()) {
      Blocker current = step.blockers().get(step.blockers().size() - 1);
      String held = "↳ " + current.object() + ": " + current.holder() + "; " + current.remedy();
      lines.add(console.colour().yellow("      " + Words.cut(held, console.width() - 8)));
    }
  }

  private void clear() {
    if (moving > 0) {
      out.printf(UP_AND_CLEAR, moving);
      moving = 0;
    }
  }
}
