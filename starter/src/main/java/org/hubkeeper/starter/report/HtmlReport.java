package org.hubkeeper.starter.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.hubkeeper.starter.terminal.Words;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/** A report as one HTML page without scripts and without anything from elsewhere. */
public final class HtmlReport {

  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:72em;margin:2em auto;padding:0 1em;
        color:#1b1f24;background:#fff}
      h1{font-size:1.5em}h2{font-size:1.1em;margin-top:2em}
      table{border-collapse:collapse;width:100%}
      th,td{text-align:left;vertical-align:top;padding:.3em .8em .3em 0;
        border-bottom:1px solid #d8dee4}
      .state{font-weight:600}.COMPLETED,.DONE,.CREATE{color:#116329}
      .FAILED,.ABORTED,.TERMINATED,.TIMED_OUT,.DELETE,.REPLACE,.blocking{color:#a40e26}
      .WAITING,.PAUSED,.UPDATE{color:#7d4e00}.faint{color:#59636e}
      @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}
        th,td{border-color:#30363d}.faint{color:#8d96a0}
        .COMPLETED,.DONE,.CREATE{color:#3fb950}
        .FAILED,.ABORTED,.TERMINATED,.TIMED_OUT,.DELETE,.REPLACE,.blocking{color:#ff7b72}
        .WAITING,.PAUSED,.UPDATE{color:#d29922}}
      """;

  private final StringBuilder page = new StringBuilder();
  private final ZoneId zone;

  private HtmlReport(ZoneId zone) {
    this.zone = zone;
  }

  /** The whole page; times are in the given zone. */
  public static String of(Report report, ZoneId zone) {
    return new HtmlReport(zone).page(report);
  }

  private String page(Report r) {
    String title = escaped(r.runbook() + " of " + r.cluster() + ": " + r.status());
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width\">\n");
    page.append("<title>").append(title).append("</title>\n");
    page.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n");
    head(r);
    plan(r);
    table("Steps", List.of("State", "Step", "Took", "Tries", "Note"), r.steps(), this::step);
    list("Results", r.results());
    table("Blockers met", List.of("Object", "Held by", "Since", "Remedy"), met(r), this::blocker);
    table(
        "Decisions",
        List.of("When", "Question", "Answer", "Who", "Door", "Why"),
        r.decisions(),
        this::decision);
    list("Pauses", r.pauses().stream().map(p -> time(p.at()) + " by " + p.by()).toList());
    list("Left over", r.leftovers());
    return page.append("</body>\n</html>\n").toString();
  }

  private void head(Report r) {
    page.append("<h1>%s of %s: ".formatted(escaped(r.runbook()), escaped(r.cluster())));
    page.append(state(r.status().name())).append("</h1>\n<p class=\"faint\">Run ");
    page.append("<code>%s</code> (<code>%s</code>)".formatted(escaped(r.workflowId()), r.runId()));
    page.append(", from %s to %s".formatted(time(r.startedAt()), end(r.finishedAt())));
    if (!r.requester().isEmpty()) {
      page.append(", asked for by ").append(escaped(r.requester()));
    }
    page.append(r.fleet().isEmpty() ? "" : ", fleet file " + escaped(r.fleet()));
    page.append("</p>\n");
    for (String line : List.of(r.error(), r.waitingFor())) {
      page.append(line.isEmpty() ? "" : "<p class=\"state\">" + escaped(line) + "</p>\n");
    }
  }

  private void plan(Report r) {
    table(
        "Plan " + r.plan().hash(),
        List.of("", "What", "How", ""),
        r.plan().changes(),
        c ->
            cells(
                state(c.verb().name()),
                escaped(c.target()),
                escaped(c.detail()),
                "<span class=\"faint\">" + escaped(c.info()) + "</span>"));
    if (r.plan().more() > 0) {
      page.append("<p>… and %d more changes</p>%n".formatted(r.plan().more()));
    }
    table(
        "Findings",
        List.of("", "Code", "What"),
        r.plan().findings(),
        f ->
            cells(
                f.blocking() ? "<span class=\"blocking\">blocking</span>" : "",
                "<code>" + escaped(f.code()) + "</code>",
                escaped(f.message())));
    list("Figures", r.plan().notes());
  }

  private String step(Step step) {
    String took =
        step.finishedAt().equals(Instant.EPOCH)
            ? ""
            : Words.duration(Duration.between(step.startedAt(), step.finishedAt()));
    return cells(
        state(step.state().name()),
        escaped(step.name()),
        took,
        String.valueOf(step.attempts()),
        escaped(step.note()));
  }

  private String blocker(Blocker blocker) {
    return cells(
        escaped(blocker.object()),
        escaped(blocker.holder()),
        time(blocker.since()),
        escaped(blocker.remedy()));
  }

  private String decision(Decision d) {
    String answer = d.answer() == null ? "" : d.answer().name();
    String refused =
        d.refused().isEmpty()
            ? ""
            : "<br><span class=\"blocking\">refused: " + escaped(d.refused()) + "</span>";
    return cells(
        time(d.at()),
        escaped(d.questionId()),
        answer + refused,
        escaped(d.who()),
        escaped(d.door()),
        escaped(d.why()));
  }

  private <T> void table(
      String title, List<String> heads, List<T> items, Function<T, String> cells) {
    if (items.isEmpty()) {
      return;
    }
    page.append("<h2>").append(escaped(title)).append("</h2>\n<table>\n<tr>");
    heads.forEach(head -> page.append("<th>").append(head).append("</th>"));
    page.append("</tr>\n");
    items.forEach(item -> page.append("<tr>").append(cells.apply(item)).append("</tr>\n"));
    page.append("</table>\n");
  }

  private void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      page.append("<h2>").append(escaped(title)).append("</h2>\n<ul>\n");
      items.forEach(item -> page.append("<li>").append(escaped(item)).append("</li>\n"));
      page.append("</ul>\n");
    }
  }

  private static List<Blocker> met(Report r) {
    return r.steps().stream().flatMap(step -> step.blockers().stream()).toList();
  }

  private static String cells(String... cells) {
    return "<td>" + String.join("</td><td>", cells) + "</td>";
  }

  private static String state(String name) {
    return "<span class=\"state " + name + "\">" + name + "</span>";
  }

  private String time(Instant instant) {
    return Words.time(instant, zone);
  }

  private String end(Instant instant) {
    return instant.equals(Instant.EPOCH) ? "now" : time(instant);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
