package org.hubkeeper.workflows.runbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.hubkeeper.workflows.kernel.Field;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Request;

/**
 * What the catalogue says of one runbook.
 *
 * @param name what people type, as {@code prune-volumes}
 * @param type the workflow type; stored data, never renamed
 * @param summary one sentence
 * @param request record that its input is read into; its components carry {@link Field}
 * @param implementation classes that a worker registers for it
 * @param mayChange what it may change, a line each
 * @param locks parts of the cluster that it locks
 * @param example an input that works for the ds-osu example
 */
public record RunbookInfo(
    String name,
    String type,
    String summary,
    Class<? extends Request> request,
    List<Class<?>> implementation,
    List<String> mayChange,
    List<String> locks,
    String example) {

  /** The JSON Schema of its input. */
  public String schema() {
    ObjectNode schema = Json.MAPPER.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", type).put("description", summary).put("type", "object");
    schema.put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (RecordComponent component : request.getRecordComponents()) {
      describe(properties.putObject(component.getName()), component);
      if (component.getAnnotation(Field.class).required()) {
        required.add(component.getName());
      }
    }
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(schema);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void describe(ObjectNode property, RecordComponent component) {
    Field field = component.getAnnotation(Field.class);
    Class<?> type = component.getType();
    if (type == Integer.class) {
      property.put("type", "integer");
      property.put("minimum", field.least()).put("maximum", field.most());
    } else if (type == Boolean.class) {
      property.put("type", "boolean");
    } else if (type == Double.class) {
      property.put("type", "number");
    } else {
      property.put("type", "string");
    }
    property.put("description", field.value());
    if (!field.byDefault().isEmpty()) {
      property.set("default", read(field.byDefault()));
    }
  }

  private static com.fasterxml.jackson.databind.JsonNode read(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("default is not JSON: " + json, e);
    }
  }
}
