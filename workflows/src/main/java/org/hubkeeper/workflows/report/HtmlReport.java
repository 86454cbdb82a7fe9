package org.hubkeeper.workflows.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/** A report as one page that needs nothing else, on screen and on paper. */
public final class HtmlReport {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Html page = new Html();

  private HtmlReport() {}

  /** The whole page; times are in UTC, texts are escaped. */
  public static String of(Report report) {
    HtmlReport html = new HtmlReport();
    html.head(report);
    html.plan(report.plan());
    html.steps(report.steps(), report.moreSteps());
    html.list("Results", report.results(), Function.identity());
    html.blockers(report.steps());
    html.decisions(report.decisions());
    html.list("Pauses", report.pauses(), pause -> time(pause.at()) + " by " + pause.by());
    html.list("Left over", report.leftovers(), Function.identity());
    html.page.element("footer", "Fleet file: " + report.fleet());
    return html.page.document("%s of %s".formatted(report.runbook(), report.cluster()));
  }

  private void head(Report r) {
    page.open("header")
        .element("h1", r.runbook() + " of " + r.cluster())
        .element("p", r.status().name(), "badge " + tone(r.status()))
        .close("header");
    page.open("dl");
    entry("Run", r.workflowId());
    entry("Run id", r.runId());
    entry("Asked for by", r.requester().isEmpty() ? "nobody named" : r.requester());
    entry("From", time(r.startedAt()));
    entry("To", r.finishedAt().equals(Instant.EPOCH) ? "it is open" : time(r.finishedAt()));
    page.close("dl");
    if (!r.error().isEmpty()) {
      page.element("p", r.error(), "error");
    }
  }

  private void entry(String term, String text) {
    page.open("div").element("dt", term).element("dd", text).close("div");
  }

  private void plan(PlanView plan) {
    if (plan.hash().isEmpty()) {
      return;
    }
    page.element("h2", "Plan " + plan.hash());
    if (plan.size() == 0) {
      page.element("p", "Nothing to change.");
    }
    page.table(
        List.of("What", "Object", "How", "Figures"), plan.changes(), HtmlReport::changeCells);
    if (plan.more() > 0) {
      page.element("p", "… and %d more changes".formatted(plan.more()));
    }
    list("Findings", plan.findings(), HtmlReport::finding);
    list("Figures", plan.notes(), Function.identity());
  }

  private void steps(List<Step> steps, int more) {
    if (steps.isEmpty()) {
      return;
    }
    page.element("h2", "Steps");
    page.table(List.of("State", "Step", "Took", "Attempts", "Note"), steps, HtmlReport::stepCells);
    if (more > 0) {
      page.element("p", "… and %d more steps".formatted(more));
    }
  }

  private void blockers(List<Step> steps) {
    List<Blocker> met = steps.stream().flatMap(step -> step.blockers().stream()).toList();
    if (!met.isEmpty()) {
      page.element("h2", "Blockers met");
      page.table(
          List.of("Object", "Held by", "Since", "What frees it"), met, HtmlReport::blockerCells);
    }
  }

  private void decisions(List<Decision> decisions) {
    if (!decisions.isEmpty()) {
      page.element("h2", "Decisions");
      page.table(
          List.of("When", "Question", "Answer", "Who", "Door", "Why"),
          decisions,
          HtmlReport::decisionCells);
    }
  }

  private <T> void list(String title, List<T> items, Function<T, String> line) {
    if (!items.isEmpty()) {
      page.element("h2", title).open("ul");
      items.forEach(item -> page.element("li", line.apply(item)));
      page.close("ul");
    }
  }

  private static List<String> changeCells(Change c) {
    return List.of(c.verb().name(), c.target(), c.detail(), c.info());
  }

  private static List<String> stepCells(Step s) {
    String took = s.finishedAt().equals(Instant.EPOCH) ? "" : took(s);
    return List.of(s.state().name(), s.name(), took, String.valueOf(s.attempts()), s.note());
  }

  private static String took(Step s) {
    return Duration.between(s.startedAt(), s.finishedAt()).toMillis() / 100 / 10.0 + " s";
  }

  private static List<String> blockerCells(Blocker b) {
    return List.of(b.object(), b.holder(), time(b.since()), b.remedy());
  }

  private static List<String> decisionCells(Decision d) {
    String answer = d.answer() + (d.refused().isEmpty() ? "" : ", refused: " + d.refused());
    return List.of(time(d.at()), d.questionId(), answer, d.who(), d.door(), d.why());
  }

  private static String finding(Finding f) {
    return (f.blocking() ? "Blocking: " : "") + f.code() + ": " + f.text();
  }

  private static String time(Instant at) {
    return at.equals(Instant.EPOCH) ? "" : TIME.format(at);
  }

  private static String tone(Report.Status status) {
    return switch (status) {
      case COMPLETED -> "good";
      case FAILED, TERMINATED, TIMED_OUT -> "bad";
      default -> "plain";
    };
  }
}
