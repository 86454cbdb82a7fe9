package org.hubkeeper.starter.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.PlanView;

/**
 * A plan for people: what would be done to what, grouped by what exactly; what was noticed;
 * figures.
 */
public final class PlanText {

  /** Changes of a group that are listed unless all are asked for. */
  private static final int LISTED = 25;

  private static final int TARGET = 44;

  private record Group(Verb verb, String detail) {}

  private final Colour colour;
  private final int most;

  public PlanText(Colour colour, boolean all) {
    this.colour = colour;
    this.most = all ? Integer.MAX_VALUE : LISTED;
  }

  /** All of it, a line each. */
  public List<String> lines(PlanView plan) {
    List<String> lines = new ArrayList<>();
    groups(plan.changes()).forEach((group, changes) -> group(lines, group, changes));
    if (plan.more() > 0) {
      lines.add("  … and " + Words.count(plan.more(), "more change"));
      lines.add("");
    }
    section(lines, "Findings", plan.findings().stream().map(this::finding).toList());
    section(lines, "Figures", plan.notes());
    lines.add(summary(plan));
    return lines;
  }

  /** As {@code Plan 3fa2…: 3 to delete, 1 to update}. */
  public String summary(PlanView plan) {
    if (plan.size() == 0) {
      return colour.bold("Plan " + plan.hash() + ": nothing to do");
    }
    Map<Verb, Integer> counts = new LinkedHashMap<>();
    plan.changes().forEach(change -> counts.merge(change.verb(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach((verb, n) -> parts.add(n + " to " + verb.name().toLowerCase()));
    if (plan.more() > 0) {
      parts.add(plan.more() + " more");
    }
    long blocking = plan.findings().stream().filter(Finding::blocking).count();
    String blocked = blocking == 0 ? "" : colour.red("; blocked by " + blocking + " finding(s)");
    return colour.bold("Plan " + plan.hash() + ": " + String.join(", ", parts)) + blocked;
  }

  private void group(List<String> lines, Group group, List<Change> changes) {
    String title = group.verb() + (group.detail().isEmpty() ? "" : ": " + group.detail());
    lines.add(painted(group.verb(), title) + colour.faint("  (" + changes.size() + ")"));
    changes.stream().limit(most).forEach(change -> lines.add(line(group, change)));
    if (changes.size() > most) {
      lines.add("    … and " + (changes.size() - most) + " more; --all lists them");
    }
    lines.add("");
  }

  private String line(Group group, Change change) {
    String detail = group.detail().isEmpty() ? change.detail() : "";
    String rest = detail + (detail.isEmpty() || change.info().isEmpty() ? "" : "  ");
    String target = rest.isEmpty() && change.info().isEmpty() ? change.target() : "";
    String shown = target.isEmpty() ? Words.padded(change.target(), TARGET) + "  " : target;
    return "  "
        + painted(change.verb(), sign(change.verb()))
        + " "
        + shown
        + rest
        + colour.faint(change.info());
  }

  /** One group per verb, or per verb and detail where several changes share the detail. */
  private static Map<Group, List<Change>> groups(List<Change> changes) {
    Map<Group, Integer> shared = new LinkedHashMap<>();
    changes.forEach(c -> shared.merge(new Group(c.verb(), c.detail()), 1, Integer::sum));
    Map<Group, List<Change>> groups = new LinkedHashMap<>();
    for (Change change : changes) {
      Group own = new Group(change.verb(), change.detail());
      Group group = shared.get(own) > 1 ? own : new Group(change.verb(), "");
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(change);
    }
    return groups;
  }

  private String finding(Finding finding) {
    String sign = finding.blocking() ? colour.red("✖ blocking") : colour.yellow("!");
    return sign + " " + colour.bold(finding.code()) + "  " + finding.text();
  }

  private void section(List<String> lines, String title, List<String> items) {
    if (!items.isEmpty()) {
      lines.add(colour.bold(title));
      items.forEach(item -> lines.add("  " + item));
      lines.add("");
    }
  }

  private String painted(Verb verb, String text) {
    return switch (verb) {
      case CREATE -> colour.green(text);
      case UPDATE -> colour.yellow(text);
      case REPLACE, DELETE -> colour.red(text);
    };
  }

  private static String sign(Verb verb) {
    return switch (verb) {
      case CREATE -> "+";
      case UPDATE -> "~";
      case REPLACE -> "±";
      case DELETE -> "-";
    };
  }
}
