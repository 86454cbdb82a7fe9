package org.hubkeeper.rehearsal.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import org.hubkeeper.workflows.runbook.Runbooks;

/** The generated parts of a runbook's page: its inputs, a plan and the steps of a rehearsal. */
public record RunbookPage(String runbook) {

  /** Of charts, of what they render, and of differences: others with each change of a stand-in. */
  private static final Pattern DIGEST =
      Pattern.compile("(?<=sha256:)[0-9a-f]+|(?<=difference )[0-9a-f]{12}|[0-9a-f]{64}");

  /** Fails when the page says something else; writes it instead with {@code docs.write}. */
  public void check(PlanView plan, Report report, UnaryOperator<String> names) throws IOException {
    String written = Files.readString(page());
    compare(written, both(section(written, "plan", plan(plan, names)), report));
  }

  /** The same for a page that explains the plan in words of its own. */
  public void check(Report report) throws IOException {
    String written = Files.readString(page());
    compare(written, both(written, report));
  }

  private Path page() {
    return Path.of("../docs/runbooks/" + runbook + ".md");
  }

  private String both(String page, Report report) throws IOException {
    String right = section(page, "inputs", inputs(Runbooks.find(runbook).orElseThrow()));
    return section(right, "steps", steps(report));
  }

  private void compare(String written, String right) throws IOException {
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(page(), right);
    } else {
      assertThat(written).as("run with -Ddocs.write=true and read what changed").isEqualTo(right);
    }
  }

  private String section(String page, String name, String text) {
    String begin = "<!-- " + name + ":begin -->\n";
    String end = "<!-- " + name + ":end -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    assertThat(from).as(runbook + " has " + begin).isPositive();
    assertThat(to).as(runbook + " has " + end).isGreaterThan(from);
    return page.substring(0, from) + begin + text + page.substring(to);
  }

  private static String inputs(RunbookInfo info) throws IOException {
    JsonNode schema = Json.MAPPER.readTree(info.schema());
    List<String> required = schema.path("required").valueStream().map(JsonNode::asText).toList();
    StringBuilder table =
        new StringBuilder("| field | meaning | default | range |\n|---|---|---|---|\n");
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      JsonNode what = field.getValue();
      String byDefault =
          required.contains(field.getKey()) ? "required" : what.path("default").asText();
      String range =
          what.has("minimum")
              ? what.path("minimum").asText() + " to " + what.path("maximum").asText()
              : "";
      table.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(field.getKey(), what.path("description").asText(), byDefault, range));
    }
    return table.toString();
  }

  private static String plan(PlanView plan, UnaryOperator<String> names) {
    StringBuilder text = new StringBuilder("```\n");
    for (Change change : plan.changes()) {
      String info = change.info().isEmpty() ? "" : "; " + change.info();
      text.append(
          "%s %s: %s%s%n"
              .formatted(
                  change.verb().name().toLowerCase(Locale.ROOT),
                  names.apply(change.target()),
                  change.detail(),
                  info));
    }
    text.append("\n");
    plan.notes().forEach(note -> text.append(note + "\n"));
    return DIGEST.matcher(text.append("```\n")).replaceAll("…");
  }

  private static String steps(Report report) {
    List<String> names = report.steps().stream().map(Step::name).toList();
    return java.util.stream.IntStream.range(0, names.size())
        .mapToObj(i -> (i + 1) + ". " + names.get(i) + "\n")
        .collect(Collectors.joining());
  }
}
