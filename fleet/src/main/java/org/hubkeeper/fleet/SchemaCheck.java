package org.hubkeeper.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hubkeeper.fleet.Place.Entry;
import org.hubkeeper.workflows.kernel.Input;

/**
 * Holds a YAML document against a JSON Schema, with messages for people: where it stands, what is
 * wrong, what is expected. Knows the part of JSON Schema that {@link SchemaKeywords} lists; tests
 * prove that a general validator agrees.
 */
final class SchemaCheck {

  private static final Map<String, String> TYPES =
      Map.of(
          "object", "a group of fields",
          "array", "a list",
          "string", "text",
          "integer", "a whole number",
          "number", "a number",
          "boolean", "true or false",
          "null", "nothing",
          "other", "a YAML type of its own");

  private static final Map<String, String> REMEDIES =
      Map.of(
          "object", "write its fields as `name: value`, indented below",
          "array", "write each item on a line of its own after `- `",
          "string", "put it in quotes",
          "integer", "write digits without quotes",
          "boolean", "write true or false without quotes");

  private final JsonNode root;
  private final Problems problems;

  private SchemaCheck(JsonNode root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  static void check(Place document, JsonNode schema, Problems problems) {
    new SchemaCheck(schema, problems).check(document, schema);
  }

  private void check(Place place, JsonNode given) {
    JsonNode schema = resolve(given);
    List<String> types = types(schema);
    if (!types.isEmpty() && !types.contains(place.type())) {
      problems.add(place, wrongType(place, types));
      return;
    }
    checkValue(place, schema);
    switch (place.type()) {
      case "object" -> checkFields(place, schema);
      case "array" -> checkItems(place, schema);
      default -> {}
    }
    schema.path("allOf").forEach(part -> checkConditional(place, part));
  }

  private void checkConditional(Place place, JsonNode part) {
    Problems condition = problems.fresh();
    new SchemaCheck(root, condition).check(place, part.path("if"));
    if (condition.none()) {
      check(place, part.path("then"));
    }
  }

  private void checkFields(Place place, JsonNode schema) {
    JsonNode properties = schema.path("properties");
    Map<String, Integer> seen = new HashMap<>();
    for (Entry entry : place.entries()) {
      Integer first = seen.putIfAbsent(entry.name(), entry.key().line());
      if (first != null) {
        problems.add(entry.key(), "given twice, first in line " + first + "; keep one of them");
      } else if (properties.has(entry.name())) {
        check(entry.value(), properties.get(entry.name()));
      } else if (schema.path("additionalProperties").isObject()) {
        check(entry.value(), schema.get("additionalProperties"));
      } else if (schema.has("additionalProperties")) {
        problems.add(entry.key(), unknown(entry.name(), schema));
      }
    }
    for (JsonNode name : schema.path("required")) {
      if (!seen.containsKey(name.asText())) {
        String path = place.path().isEmpty() ? name.asText() : place.path() + "." + name.asText();
        problems.add(
            place.line(), place.column(), path, "required" + meaning(schema, name.asText()));
      }
    }
  }

  private static String unknown(String field, JsonNode schema) {
    JsonNode instead = schema.path("x-instead").path(field);
    return instead.isMissingNode()
        ? "unknown field" + Input.suggestion(field, names(schema.path("properties")))
        : "not supported; " + instead.asText();
  }

  private void checkItems(Place place, JsonNode schema) {
    List<Place> items = place.items();
    int least = schema.path("minItems").asInt();
    if (items.size() < least) {
      problems.add(
          place,
          items.isEmpty()
              ? "empty; at least one is needed"
              : "found %d; at least %d are needed".formatted(items.size(), least));
    }
    Set<String> seen = new HashSet<>();
    for (Place item : items) {
      check(item, schema.path("items"));
      if (schema.path("uniqueItems").asBoolean() && !seen.add(item.raw())) {
        problems.add(item, Words.quote(item.raw()) + " is listed twice; keep one of them");
      }
    }
  }

  private void checkValue(Place place, JsonNode schema) {
    String text = place.raw();
    if (schema.has("enum") && !texts(schema.get("enum")).contains(text)) {
      problems.add(
          place,
          "unknown value " + Words.quote(text) + Input.suggestion(text, texts(schema.get("enum"))));
    }
    if (schema.has("const") && !schema.get("const").asText().equals(text)
        || schema.has("pattern")
            && place.type().equals("string")
            && !Pattern.compile(schema.get("pattern").asText()).matcher(text).matches()) {
      problems.add(place, unexpected(place, schema));
    }
    if (place.type().equals("integer")) {
      checkBounds(place, schema);
    }
  }

  private void checkBounds(Place place, JsonNode schema) {
    BigDecimal value = new BigDecimal(place.raw());
    if (schema.has("minimum") && value.compareTo(schema.get("minimum").decimalValue()) < 0) {
      problems.add(place, "found " + value + "; at least " + schema.get("minimum") + " is needed");
    }
    if (schema.has("maximum") && value.compareTo(schema.get("maximum").decimalValue()) > 0) {
      problems.add(place, "found " + value + "; at most " + schema.get("maximum") + " is possible");
    }
  }

  private String unexpected(Place place, JsonNode schema) {
    String found =
        schema.path("x-secret").asBoolean()
            ? "found a literal"
            : "found " + (place.raw().isEmpty() ? "nothing" : Words.quote(place.raw()));
    return found + "; expected " + schema.path("x-expected").asText();
  }

  private String wrongType(Place place, List<String> types) {
    String found = place.type();
    String expected = types.get(0);
    String remedy =
        found.equals("null")
            ? "fill it in, or leave it out if it is optional"
            : REMEDIES.get(expected.equals("string") && place.raw().isEmpty() ? "" : expected);
    return "expected "
        + String.join(" or ", types.stream().map(TYPES::get).toList())
        + ", found "
        + TYPES.get(found)
        + (remedy == null ? "" : "; " + remedy);
  }

  /** What a missing field is to hold. */
  private String meaning(JsonNode schema, String field) {
    JsonNode own = resolve(schema.path("properties").path(field));
    if (schema.has("x-expected")) {
      return "; " + schema.get("x-expected").asText();
    }
    if (own.has("enum")) {
      return "; one of " + String.join(", ", texts(own.get("enum")));
    }
    return own.has("x-expected") ? "; " + own.get("x-expected").asText() : "";
  }

  private JsonNode resolve(JsonNode schema) {
    // A JSON Pointer behind '#': the schema refers to nothing outside itself.
    return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isTextual() ? List.of(type.asText()) : texts(type);
  }

  private static List<String> names(JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asText()));
    return texts;
  }
}
