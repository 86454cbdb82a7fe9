package org.hubkeeper.starter.follow;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.starter.terminal.Colour;
import org.hubkeeper.starter.terminal.StepText;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/** Plain lines for logs and pipes: one per step, per blocker, and a sign of life. */
public final class PlainView implements View {

  /** Nobody should wonder for longer whether it still goes on. */
  private static final Duration SILENCE = Duration.ofSeconds(8);

  private static final int WIDTH = 160;

  private final PrintStream out;
  private final Clock clock;
  private final StepText steps = new StepText(Colour.OFF, WIDTH);
  private final QuestionFeed questions = new QuestionFeed(Colour.OFF, true);
  private final StepFeed feed = new StepFeed();
  private final Map<String, String> blockers = new HashMap<>();
  private String said = "";
  private Instant last;

  public PlainView(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
    this.last = clock.instant();
  }

  @Override
  public void show(Report report) {
    Instant now = clock.instant();
    feed.ended(report).forEach(step -> print(steps.line(step, now)));
    List<Step> open = report.steps().stream().filter(Step::open).toList();
    open.forEach(step -> blocker(step, now));
    if (Duration.between(last, now).compareTo(SILENCE) > 0) {
      open.forEach(step -> print(steps.line(step, now)));
      if (open.isEmpty()) {
        print("  … " + report.status());
      }
    }
  }

  @Override
  public void ask(Report report, Question question) {
    questions.lines(report, question).forEach(this::print);
  }

  @Override
  public void say(String line) {
    if (!line.equals(said)) {
      said = line;
      print(line);
    }
  }

  private void blocker(Step step, Instant now) {
    if (step.state() == Step.State.WAITING && !step.blockers().isEmpty()) {
      String current = steps.blocker(step.blockers().get(step.blockers().size() - 1), now);
      String identity = current.replaceAll(" for [^;]*;", ";");
      if (!identity.equals(blockers.put(step.name(), identity))) {
        print(steps.line(step, now));
        print(current);
      }
    }
  }

  private void print(String line) {
    last = clock.instant();
    out.println(line);
  }
}
