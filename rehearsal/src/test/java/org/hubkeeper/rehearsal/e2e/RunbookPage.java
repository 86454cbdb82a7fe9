package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/** The page of a runbook, with the parts that are made from a rehearsal. */
record RunbookPage(Path path) {

  static RunbookPage of(String runbook) {
    return new RunbookPage(Path.of("../docs/runbooks/" + runbook + ".md"));
  }

  /** Fails when a part differs; with {@code -Ddocs.write=true} it is written anew. */
  void check(Map<String, String> parts) throws IOException {
    String written = Files.readString(path);
    String right = written;
    for (Map.Entry<String, String> part : new TreeMap<>(parts).entrySet()) {
      right = section(right, part.getKey(), part.getValue());
    }
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(path, right);
    } else {
      assertThat(written).as("run with -Ddocs.write=true and read what changed").isEqualTo(right);
    }
  }

  private String section(String page, String name, String text) {
    String begin = "<!-- " + name + ":begin -->\n";
    String end = "<!-- " + name + ":end -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    assertThat(from).as(path + " has " + begin).isPositive();
    assertThat(to).as(path + " has " + end).isGreaterThan(from);
    return page.substring(0, from) + begin + text + page.substring(to);
  }

  static String inputs(RunbookInfo info) throws IOException {
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

  static String steps(Report report) {
    List<String> names = report.steps().stream().map(Step::name).toList();
    return IntStream.range(0, names.size())
        .mapToObj(i -> (i + 1) + ". " + names.get(i) + "\n")
        .collect(Collectors.joining());
  }
}
