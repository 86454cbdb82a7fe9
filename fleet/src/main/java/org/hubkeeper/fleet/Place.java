package org.hubkeeper.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML document: its path, where it stands, and what is below it. */
public final class Place {

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]{1,3})?");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String path;
  private final Node node;
  private final int line;
  private final int column;

  private Place(String path, Node node) {
    this.path = path;
    this.node = node;
    this.line = node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    this.column = node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }

  public static Place root(Node node) {
    return new Place("", node);
  }

  /** One entry of a group of fields; the key is a place of its own, for what is wrong with it. */
  public record Entry(String name, Place key, Place value) {}

  public String path() {
    return path;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  /** As JSON Schema names it; "other" for what JSON does not have. */
  public String type() {
    if (node instanceof MappingNode) {
      return "object";
    }
    if (node instanceof SequenceNode) {
      return "array";
    }
    String text = raw();
    Tag tag = node.getTag();
    if (tag.equals(Tag.INT) && INTEGER.matcher(text).matches()) {
      return "integer";
    }
    if (tag.equals(Tag.FLOAT) && NUMBER.matcher(text).matches()) {
      return "number";
    }
    if (tag.equals(Tag.BOOL) && (text.equals("true") || text.equals("false"))) {
      return "boolean";
    }
    return tag.equals(Tag.NULL) ? "null" : tag.equals(Tag.STR) ? "string" : "other";
  }

  /** All entries in the order of the file, doubles too. */
  public List<Entry> entries() {
    if (!(node instanceof MappingNode mapping)) {
      return List.of();
    }
    return mapping.getValue().stream().map(this::entry).toList();
  }

  /** A field by its name; the first one when it is given twice. */
  public Optional<Place> field(String name) {
    return entries().stream()
        .filter(entry -> entry.name().equals(name))
        .map(Entry::value)
        .findFirst();
  }

  /** The items of a list field; none when it is absent or no list. */
  public List<Place> items(String field) {
    return field(field).map(Place::items).orElse(List.of());
  }

  /** The items of this list; none when it is no list. */
  public List<Place> items() {
    List<Place> items = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        items.add(new Place(path + "[" + items.size() + "]", item));
      }
    }
    return items;
  }

  /** The text of a field; empty when it is absent or no text. */
  public Optional<String> text(String field) {
    return field(field).flatMap(Place::text);
  }

  public Optional<String> text() {
    return type().equals("string") ? Optional.of(raw()) : Optional.empty();
  }

  /** As written, whatever its type; empty for lists and groups. */
  public String raw() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** The same value in Jackson's terms. */
  public JsonNode json() {
    return switch (type()) {
      case "object" -> object();
      case "array" -> array();
      case "integer" -> JSON.numberNode(new BigInteger(raw()));
      case "number" -> JSON.numberNode(new BigDecimal(raw()));
      case "boolean" -> JSON.booleanNode(raw().equals("true"));
      case "null" -> JSON.nullNode();
      default -> JSON.textNode(raw());
    };
  }

  private ObjectNode object() {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    entries().forEach(entry -> fields.putIfAbsent(entry.name(), entry.value().json()));
    return JSON.objectNode().setAll(fields);
  }

  private ArrayNode array() {
    return JSON.arrayNode().addAll(items().stream().map(Place::json).toList());
  }

  private Entry entry(NodeTuple tuple) {
    Node keyNode = tuple.getKeyNode();
    String name = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "?";
    String below = path.isEmpty() ? name : path + "." + name;
    return new Entry(name, new Place(below, keyNode), new Place(below, tuple.getValueNode()));
  }
}
