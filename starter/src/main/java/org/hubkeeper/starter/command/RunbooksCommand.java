package org.hubkeeper.starter.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.starter.terminal.Colour;
import org.hubkeeper.starter.terminal.Words;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper runbooks}. */
@Command(
    name = "runbooks",
    description = "List the runbooks, or show one: inputs, example, what it may change.",
    footer = {"", "Examples:", "  hubkeeper runbooks", "  hubkeeper runbooks prune-volumes"})
public final class RunbooksCommand implements Callable<Integer> {

  private static final int NAME = 20;

  @ParentCommand private HubkeeperCommand root;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Show this one.")
  private String name = "";

  @Option(names = "--schema", description = "Print only the JSON Schema of the input.")
  private boolean schema;

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.text;

  @Override
  public Integer call() {
    Context context = root.context();
    if (name.isEmpty()) {
      print(context, output == Output.json ? List.of(json(context)) : list(context));
    } else {
      RunbookInfo info = context.runbook(name);
      print(context, schema ? List.of(info.schema()) : one(context, info));
    }
    return Exit.DONE;
  }

  private static void print(Context context, List<String> lines) {
    lines.forEach(context.console().out()::println);
  }

  private static List<String> list(Context context) {
    return context.catalogue().stream()
        .map(info -> Words.padded(info.name(), NAME) + "  " + info.summary())
        .toList();
  }

  private List<String> one(Context context, RunbookInfo info) {
    if (output == Output.json) {
      return List.of(RunJson.text(json(info)));
    }
    Colour colour = context.console().colour();
    java.util.ArrayList<String> lines = new java.util.ArrayList<>();
    lines.add(colour.bold(info.name()) + "  (workflow type " + info.type() + ")");
    lines.add(info.summary() + ".");
    lines.add("");
    lines.add(colour.bold("Input"));
    properties(info).forEach(field -> lines.add(field(field, info)));
    lines.add("");
    lines.add(colour.bold("May change"));
    info.mayChange().forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add(colour.bold("Locks") + "  " + String.join(", ", info.locks()));
    lines.add("");
    lines.add(colour.bold("Examples"));
    lines.add("  hubkeeper plan " + info.name() + " --cluster " + cluster(info));
    lines.add("  " + info.example() + colour.faint("   in the Temporal UI's start form"));
    return lines;
  }

  private static String field(Map.Entry<String, JsonNode> field, RunbookInfo info) {
    JsonNode about = field.getValue();
    StringBuilder text = new StringBuilder("  ");
    text.append(Words.padded(field.getKey(), NAME)).append("  ");
    text.append(Words.padded(about.path("type").asText(), 8)).append("  ");
    text.append(about.path("description").asText());
    if (about.has("default")) {
      text.append(" (default ").append(about.get("default")).append(")");
    }
    schema(info).path("required").forEach(r -> text.append(required(r, field.getKey())));
    return text.toString();
  }

  private static String required(JsonNode name, String field) {
    return name.asText().equals(field) ? " (required)" : "";
  }

  private static Iterable<Map.Entry<String, JsonNode>> properties(RunbookInfo info) {
    return schema(info).path("properties").properties();
  }

  private static String cluster(RunbookInfo info) {
    return read(info.example()).path("cluster").asText("NAME");
  }

  private static String json(Context context) {
    ArrayNode all = Json.MAPPER.createArrayNode();
    context.catalogue().forEach(info -> all.add(json(info)));
    return RunJson.text(all);
  }

  private static ObjectNode json(RunbookInfo info) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("name", info.name()).put("type", info.type()).put("summary", info.summary());
    info.mayChange().forEach(json.withArray("mayChange")::add);
    info.locks().forEach(json.withArray("locks")::add);
    json.set("schema", schema(info));
    json.set("example", read(info.example()));
    return json;
  }

  private static JsonNode schema(RunbookInfo info) {
    return read(info.schema());
  }

  private static JsonNode read(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + json, e);
    }
  }
}
