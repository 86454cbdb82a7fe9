package org.hubkeeper.workflows.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Progress and report in words, for the Temporal UI, chat and files. */
public final class Markdown {

  /** The UI's query of the details breaks far above this; chat and people long before. */
  private static final int LIVE_BYTES = 30_000;

  /** More would push the answer out of what is shown. */
  private static final int LIVE_DETAILS = 60;

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private Markdown() {}

  /**
   * What the Temporal UI shows of an open run, in a column of 50 characters: lists wrap well there,
   * tables and long lines of code do not.
   */
  static String live(Report r) {
    StringBuilder text = new StringBuilder();
    text.append("**%s of %s: %s**".formatted(r.runbook(), r.cluster(), r.status()));
    text.append(waiting(r));
    text.append("\n\n").append(uncounted(r));
    r.questions().forEach(question -> text.append(question(question)));
    section(text, "Steps", r.steps(), Markdown::step);
    planSection(text, r.plan());
    section(text, "Decisions", r.decisions(), Markdown::decision);
    return cut(text.toString());
  }

  /** A blocker says itself since when; an open question is printed in full below. */
  private static String waiting(Report r) {
    if (!r.questions().isEmpty()) {
      return " for a decision since "
          + minute(r.questions().get(0).askedAt())
          + ", without a limit";
    }
    String since = r.status() == Report.Status.PAUSED ? " since " + minute(r.waitingSince()) : "";
    return r.waitingFor().isEmpty() ? "" : ": " + r.waitingFor() + since;
  }

  private static String minute(Instant at) {
    return MINUTE.format(at);
  }

  /** The UI calls every update successful that arrives, so it must be said here, and first. */
  private static String uncounted(Report r) {
    if (r.decisions().isEmpty()) {
      return "";
    }
    Decision last = r.decisions().get(r.decisions().size() - 1);
    return last.refused().isEmpty()
        ? ""
        : "**The last answer did not count**: %s by %s: %s%n%n"
            .formatted(last.answer(), last.who(), last.refused());
  }

  /** What is kept of a run. */
  public static String report(Report r) {
    StringBuilder text = new StringBuilder();
    text.append("# %s of %s: %s%n%n".formatted(r.runbook(), r.cluster(), r.status()));
    text.append("Run `%s` (`%s`), ".formatted(r.workflowId(), r.runId()));
    text.append("from %s to %s%n%n".formatted(r.startedAt(), end(r.finishedAt())));
    if (!r.error().isEmpty()) {
      text.append("**").append(r.error()).append("**\n\n");
    }
    planSection(text, r.plan());
    section(text, "Steps", r.steps(), Markdown::step);
    section(text, "Results", r.results(), line -> line);
    section(text, "Blockers met", blockers(r), Blocker::toString);
    section(text, "Decisions", r.decisions(), Markdown::decision);
    section(text, "Pauses", r.pauses(), pause -> pause.at() + " by " + pause.by());
    section(text, "Left over", r.leftovers(), left -> left);
    text.append("Fleet file: ").append(r.fleet()).append("\n");
    return text.toString();
  }

  private static String end(Instant at) {
    return at.equals(Instant.EPOCH) ? "now" : at.toString();
  }

  /** With the answer ready to paste, for people who have only the Temporal UI. */
  private static String question(Question q) {
    StringBuilder text = new StringBuilder();
    text.append("### Question %s: %s%n%n".formatted(q.id(), q.text()));
    q.details().stream()
        .limit(LIVE_DETAILS)
        .forEach(line -> text.append("- ").append(line).append("\n"));
    if (q.details().size() > LIVE_DETAILS) {
      int more = q.details().size() - LIVE_DETAILS;
      text.append("- … and %d more; `hubkeeper show` lists all%n".formatted(more));
    }
    text.append("\nAsked %s. %s%n%n".formatted(minute(q.askedAt()), rules(q)));
    return text.append(answer(q)).toString();
  }

  private static String rules(Question q) {
    List<String> rules = new ArrayList<>();
    rules.add("%d of %d people have approved".formatted(q.approvals(), q.people()));
    q.roles().forEach(any -> rules.add("approving needs the role " + String.join(" or ", any)));
    if (q.requesterExcluded()) {
      rules.add("whoever asked for the run may not approve");
    }
    if (!q.doors().isEmpty()) {
      rules.add("approvals count only from " + String.join(", ", q.doors()));
    }
    rules.add("silence changes nothing");
    return String.join("; ", rules) + ".";
  }

  /** The name is left empty: sent like that, it is refused where it was typed. */
  private static String answer(Question q) {
    return """
        To answer: **More Actions**, **Send an Update**, name `decide`, and as data this with your \
        name in `who` (`answer` is one of %s). Then press `R` here: an answer that did not count \
        is named at the top.

        ```json
        {
          "questionId": "%s",
          "planHash": "%s",
          "answer": "%s",
          "who": "",
          "why": "",
          "door": "temporal-ui"
        }
        ```

        """
        .formatted(q.allowed(), q.id(), q.planHash(), q.allowed().get(0));
  }

  private static void planSection(StringBuilder text, PlanView plan) {
    section(text, "Plan " + plan.hash(), plan.changes(), Markdown::change);
    if (plan.more() > 0) {
      text.append("… and ").append(plan.more()).append(" more changes\n\n");
    }
    section(text, "Findings", plan.findings(), Markdown::finding);
    section(text, "Figures", plan.notes(), note -> note);
  }

  private static <T> void section(
      StringBuilder text, String title, List<T> items, Function<T, String> line) {
    if (!items.isEmpty()) {
      text.append("### ").append(title).append("\n\n");
      items.forEach(item -> text.append("- ").append(line.apply(item)).append("\n"));
      text.append("\n");
    }
  }

  private static String step(Step s) {
    String took = s.open() ? "" : " in " + seconds(Duration.between(s.startedAt(), s.finishedAt()));
    return "`" + s.state() + "` " + s.name() + took + (s.note().isEmpty() ? "" : ": " + s.note());
  }

  private static String seconds(Duration took) {
    return took.toMillis() / 100 / 10.0 + " s";
  }

  private static String change(Change c) {
    String info = c.info().isEmpty() ? "" : " (" + c.info() + ")";
    return c.verb() + " " + c.target() + ": " + c.detail() + info;
  }

  private static String finding(Finding f) {
    return (f.blocking() ? "**blocking** " : "") + "`" + f.code() + "` " + f.text();
  }

  private static String decision(Decision d) {
    String words =
        "%s %s %s by %s (%s) %s"
            .formatted(d.at(), d.questionId(), d.answer(), d.who(), d.door(), d.why());
    return d.refused().isEmpty() ? words : words + ", **refused**: " + d.refused();
  }

  private static List<Blocker> blockers(Report r) {
    return r.steps().stream().flatMap(step -> step.blockers().stream()).toList();
  }

  private static String cut(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LIVE_BYTES) {
      return text;
    }
    return new String(bytes, 0, LIVE_BYTES - 100, StandardCharsets.UTF_8) + "\n\n… cut";
  }
}
