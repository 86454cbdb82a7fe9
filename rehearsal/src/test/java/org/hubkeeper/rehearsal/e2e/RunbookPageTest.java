package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import org.hubkeeper.workflows.runbook.Runbooks;
import org.junit.jupiter.api.Test;

/**
 * The page of the runbook says what a rehearsal does. When it differs this fails; with {@code
 * -Ddocs.write=true} it is written anew.
 */
class RunbookPageTest {

  private static final Path PAGE = Path.of("../docs/runbooks/prune-volumes.md");

  @Test
  void thePageHasTheInputsThePlanAndTheStepsOfARehearsal() throws IOException {
    RehearsalWorld world = RehearsalWorld.shared();
    world.scene("default");
    TestRun run = world.run();
    run.question();
    PlanView plan = run.report().plan();
    Report report = run.approveAll();

    String written = Files.readString(PAGE);
    String right =
        section(
            section(
                section(written, "inputs", inputs(Runbooks.find("prune-volumes").orElseThrow())),
                "plan",
                plan(plan)),
            "steps",
            steps(report));

    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, right);
    } else {
      assertThat(written).as("run with -Ddocs.write=true and read what changed").isEqualTo(right);
    }
  }

  private static String section(String page, String name, String text) {
    String begin = "<!-- " + name + ":begin -->\n";
    String end = "<!-- " + name + ":end -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    assertThat(from).as(PAGE + " has " + begin).isPositive();
    assertThat(to).as(PAGE + " has " + end).isGreaterThan(from);
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

  private static String plan(PlanView plan) {
    Map<String, String> names = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder("```\n");
    plan.changes()
        .forEach(
            change -> {
              String name =
                  names.computeIfAbsent(
                      change.target(), id -> "vol-%017x".formatted(names.size() + 1));
              String info = change.info().isEmpty() ? "" : "; " + change.info();
              text.append(change.verb().name().toLowerCase(java.util.Locale.ROOT));
              text.append(" " + name + ": " + change.detail() + info + "\n");
            });
    text.append("\n");
    plan.notes().forEach(note -> text.append(note + "\n"));
    return text.append("```\n").toString();
  }

  private static String steps(Report report) {
    List<String> names = report.steps().stream().map(Step::name).toList();
    return java.util.stream.IntStream.range(0, names.size())
        .mapToObj(i -> (i + 1) + ". " + names.get(i) + "\n")
        .collect(Collectors.joining());
  }
}
