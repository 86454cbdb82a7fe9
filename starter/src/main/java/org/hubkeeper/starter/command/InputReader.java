package org.hubkeeper.starter.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Context;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/**
 * Makes a runbook's input out of what people typed: the file first, then the flags over it, then
 * who asks. The result is checked as strictly as the run itself will.
 */
final class InputReader {

  private final Context context;

  InputReader(Context context) {
    this.context = context;
  }

  ObjectNode read(
      RunbookInfo runbook, String file, String cluster, List<String> set, boolean planOnly) {
    ObjectNode input = file.isEmpty() ? Json.MAPPER.createObjectNode() : fromFile(file);
    set.forEach(pair -> put(input, runbook, pair));
    if (!cluster.isEmpty()) {
      input.put("cluster", cluster);
    }
    if (planOnly) {
      input.put("planOnly", true);
    }
    input.put("requester", context.user());
    check(runbook, input);
    return input;
  }

  private void check(RunbookInfo runbook, ObjectNode input) {
    if (input.path("cluster").asText().isBlank()) {
      throw CommandFailure.usage("cluster: required; say --cluster NAME");
    }
    try {
      Input.read(Json.MAPPER.writeValueAsBytes(input), runbook.request());
    } catch (ApplicationFailure e) {
      throw CommandFailure.usage(
          e.getOriginalMessage()
              + "\n`hubkeeper runbooks "
              + runbook.name()
              + "` lists the fields");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(ObjectNode input, RunbookInfo runbook, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw CommandFailure.usage("--set " + pair + ": must be KEY=VALUE");
    }
    String key = pair.substring(0, equals);
    String value = pair.substring(equals + 1);
    Optional<RecordComponent> field =
        Arrays.stream(runbook.request().getRecordComponents())
            .filter(component -> component.getName().equals(key))
            .findFirst();
    // An unknown field is told by the check, with the nearest name.
    input.set(key, field.map(f -> typed(key, value, f.getType())).orElseGet(() -> text(value)));
  }

  private static JsonNode typed(String key, String value, Class<?> type) {
    if (type == Integer.class) {
      return number(key, value, "-?[0-9]{1,9}", "a whole number");
    }
    if (type == Double.class) {
      return number(key, value, "-?[0-9]+([.][0-9]+)?([eE]-?[0-9]+)?", "a number");
    }
    if (type == Boolean.class) {
      if (!value.equals("true") && !value.equals("false")) {
        throw CommandFailure.usage(key + ": \"" + value + "\" is neither true nor false");
      }
      return JsonNodeFactory.instance.booleanNode(value.equals("true"));
    }
    return text(value);
  }

  private static JsonNode number(String key, String value, String form, String words) {
    if (!value.matches(form)) {
      throw CommandFailure.usage(key + ": \"" + value + "\" is not " + words);
    }
    return form.contains(".")
        ? JsonNodeFactory.instance.numberNode(Double.parseDouble(value))
        : JsonNodeFactory.instance.numberNode(Integer.parseInt(value));
  }

  private static JsonNode text(String value) {
    return JsonNodeFactory.instance.textNode(value);
  }

  private ObjectNode fromFile(String file) {
    String text = file.equals("-") ? standardInput() : content(Path.of(file));
    try {
      if (Json.MAPPER.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw CommandFailure.usage("--input " + file + ": must be one JSON object");
    } catch (JsonProcessingException e) {
      throw CommandFailure.usage(
          "--input %s: not JSON: %s (line %d, column %d)"
              .formatted(
                  file,
                  e.getOriginalMessage(),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()));
    }
  }

  private String standardInput() {
    return context.console().in().lines().collect(Collectors.joining("\n"));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CommandFailure.usage("--input " + file + ": can't be read: " + e.getMessage());
    }
  }
}
