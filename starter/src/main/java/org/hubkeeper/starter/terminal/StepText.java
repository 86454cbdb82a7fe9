package org.hubkeeper.starter.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Step;

/** A step on one line. */
public final class StepText {

  private static final int NAME = 44;
  private static final int TOOK = 14;
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

  private final Colour colour;
  private final int width;

  public StepText(Colour colour, int width) {
    this.colour = colour;
    this.width = width;
  }

  /** State, name, how long it took or has taken, and what is to be said of it. */
  public String line(Step step, Instant now) {
    return line(step, now, sign(step));
  }

  /** The same with a sign that moves. */
  public String live(Step step, Instant now, int beat) {
    String sign =
        step.state() == Step.State.RUNNING
            ? colour.cyan(SPINNER[Math.floorMod(beat, SPINNER.length)])
            : sign(step);
    return line(step, now, sign);
  }

  private String line(Step step, Instant now, String sign) {
    String name = Words.padded(step.name(), NAME);
    String took = Words.padded(took(step, now), TOOK);
    int left = width - name.length() - took.length() - 6;
    String note = Words.cut(note(step), Math.max(20, left));
    return ("  " + sign + " " + name + "  " + colour.faint(took) + painted(step, note))
        .stripTrailing();
  }

  private static String note(Step step) {
    String again = step.attempts() > 1 ? "  (" + step.attempts() + " tries)" : "";
    return (blocked(step) ? "" : step.note()) + again;
  }

  /** Then what holds it up is said on a line of its own. */
  private static boolean blocked(Step step) {
    List<Blocker> met = step.blockers();
    return step.state() == Step.State.WAITING
        && !met.isEmpty()
        && step.note().equals(met.get(met.size() - 1).toString());
  }

  private static String took(Step step, Instant now) {
    return switch (step.state()) {
      case PENDING, SKIPPED -> "";
      case RUNNING, WAITING -> Words.duration(Duration.between(step.startedAt(), now));
      case DONE, FAILED -> Words.duration(Duration.between(step.startedAt(), step.finishedAt()));
    };
  }

  private String painted(Step step, String note) {
    return switch (step.state()) {
      case WAITING -> colour.yellow(note);
      case FAILED -> colour.red(note);
      default -> colour.faint(note);
    };
  }

  /** What holds a step up, on a line of its own. */
  public String blocker(Blocker blocker, Instant now) {
    String since =
        blocker.since().equals(Instant.EPOCH)
            ? ""
            : " for " + Words.duration(Duration.between(blocker.since(), now));
    return colour.yellow("      ↳ " + blocker.object() + ": " + blocker.holder() + since)
        + colour.faint("; " + blocker.remedy());
  }

  private String sign(Step step) {
    return switch (step.state()) {
      case PENDING -> colour.faint("·");
      case RUNNING -> colour.cyan("▸");
      case WAITING -> colour.yellow("◦");
      case DONE -> colour.green("✔");
      case SKIPPED -> colour.faint("–");
      case FAILED -> colour.red("✖");
    };
  }
}
