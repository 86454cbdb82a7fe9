package org.hubkeeper.rehearsal.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.temporal.failure.ApplicationFailure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/** The input of a rehearsed run: the world's settings, those that people typed, the cluster. */
record RehearsalInput(RunbookInfo runbook, String requester) {

  ObjectNode read(WorldPlan plan, List<String> typed) {
    ObjectNode input = Json.MAPPER.createObjectNode();
    plan.spec()
        .settings(plan.scenario())
        .forEach((key, value) -> input.set(key, Json.MAPPER.valueToTree(value)));
    typed.forEach(setting -> put(input, setting));
    input.put("cluster", plan.cluster());
    input.put("requester", requester);
    confirm(input);
    check(input);
    return input;
  }

  /** What people have to type once more, a rehearsal types by itself: the name of what is to go. */
  private static void confirm(ObjectNode input) {
    if (input.path("confirm").isTextual() && input.path("confirm").asText().isEmpty()) {
      Stream.of("vpc", "hub", "cluster")
          .map(field -> input.path(field).asText(""))
          .filter(name -> !name.isEmpty())
          .findFirst()
          .ifPresent(name -> input.put("confirm", name));
    }
  }

  private void put(ObjectNode input, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw CommandFailure.usage("--set %s: must be KEY=VALUE".formatted(setting));
    }
    String key = setting.substring(0, equals);
    if (key.equals("cluster") || key.equals("requester")) {
      throw CommandFailure.usage(
          "--set %s: a rehearsal sets that itself; --cluster chooses the cluster".formatted(key));
    }
    String typed = setting.substring(equals + 1);
    input.set(key, isText(key) ? new TextNode(typed) : value(typed));
  }

  /** A version looks like a number, and is none. */
  private boolean isText(String key) {
    return Arrays.stream(runbook.request().getRecordComponents())
        .anyMatch(field -> field.getName().equals(key) && field.getType() == String.class);
  }

  /** Numbers and truth values are themselves, everything else is text; the check tells mistakes. */
  private static JsonNode value(String typed) {
    try {
      JsonNode read = Json.MAPPER.readTree(typed);
      return read != null && (read.isNumber() || read.isBoolean()) ? read : new TextNode(typed);
    } catch (JsonProcessingException e) {
      return new TextNode(typed);
    }
  }

  private void check(ObjectNode input) {
    try {
      Input.read(Json.MAPPER.writeValueAsBytes(input), runbook.request());
    } catch (ApplicationFailure e) {
      throw CommandFailure.usage(
          "--set: %s%n`hubkeeper runbooks %s` lists the fields"
              .formatted(e.getOriginalMessage(), runbook.name()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }
}
