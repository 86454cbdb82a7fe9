package org.hubkeeper.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** The part of JSON Schema that the strict reader observes; a schema that says more is refused. */
final class SchemaKeywords {

  private static final Set<String> OBSERVED =
      Set.of(
          "$ref",
          "type",
          "const",
          "enum",
          "pattern",
          "minimum",
          "maximum",
          "minItems",
          "uniqueItems",
          "items",
          "required",
          "properties",
          "additionalProperties",
          "allOf",
          "if",
          "then",
          "x-expected",
          "x-instead",
          "x-secret");

  /** What is said to people and editors only. */
  private static final Set<String> REMARKS =
      Set.of("$schema", "$id", "$defs", "title", "description");

  private SchemaKeywords() {}

  /** Reads a schema; a keyword that nobody observes would protect nothing. */
  static JsonNode read(String text) {
    JsonNode schema = StrictYaml.json(text);
    check(schema);
    return schema;
  }

  private static void check(JsonNode schema) {
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      String word = keyword.getKey();
      if (!OBSERVED.contains(word) && !REMARKS.contains(word)) {
        throw new IllegalStateException("the strict reader does not observe " + word);
      }
      switch (word) {
        case "properties", "$defs", "allOf" -> keyword.getValue().forEach(SchemaKeywords::check);
        case "items", "if", "then", "additionalProperties" -> check(keyword.getValue());
        default -> {}
      }
    }
  }
}
