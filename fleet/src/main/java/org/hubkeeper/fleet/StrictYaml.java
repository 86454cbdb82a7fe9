package org.hubkeeper.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a YAML file that people write. Whatever the schema does not know is refused, with file,
 * line, column, field and remedy, and all problems of the file are told in one go.
 */
public final class StrictYaml {

  /** More than the largest fleet, and little enough to hold in memory. */
  private static final int MOST_BYTES = 3_000_000;

  private static final String CHARACTERS = "; save the file as UTF-8 text";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private StrictYaml() {}

  /**
   * Reads a file into a record whose components are the schema's fields.
   *
   * @param schema a JSON Schema of the keywords that {@code SchemaKeywords} lists
   * @throws FleetException with all problems
   */
  public static <T> T read(Path file, String schema, Class<T> type) {
    Problems problems = new Problems(file);
    Place document = checked(file, bytes(file), schema, problems);
    problems.refuse();
    return value(document, type);
  }

  /**
   * A document after its schema has been checked.
   *
   * @param problems gets what is wrong
   * @throws FleetException when it is no YAML at all
   */
  public static Place checked(Path file, byte[] bytes, String schema, Problems problems) {
    JsonNode rules = SchemaKeywords.read(schema);
    Optional<Place> document = document(file, bytes, problems);
    if (document.isEmpty()) {
      List<String> required = new ArrayList<>();
      rules.path("required").forEach(field -> required.add(field.asText()));
      problems.add(1, 1, "", "empty; at least needed: " + String.join(", ", required));
      problems.refuse();
    }
    Place root = document.orElseThrow();
    SchemaCheck.check(root, rules, problems);
    return root;
  }

  /** A document's root; empty when there is none. */
  static Optional<Place> document(Path file, byte[] bytes, Problems problems) {
    Optional<Node> root = Optional.empty();
    String text = decode(file, bytes);
    try {
      root = new Compose(LoadSettings.builder().build()).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
      problems.add(line, column, "", "malformed YAML: " + told(e));
    } catch (ReaderException e) {
      String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      int column = before.length() - before.lastIndexOf('\n');
      String character = "character U+%04X".formatted(e.getCodePoint());
      problems.add(line, column, "", character + " is not allowed in YAML" + CHARACTERS);
    } catch (YamlEngineException e) {
      problems.add(1, 1, "", "malformed YAML: " + e.getMessage());
    }
    problems.refuse();
    return root.map(Place::root);
  }

  /** A group of fields that stands in a text; empty when the text is none. */
  public static Optional<JsonNode> group(String text) {
    try {
      return new Compose(LoadSettings.builder().build())
          .composeString(text)
          .map(Place::root)
          .filter(place -> place.type().equals("object"))
          .map(Place::json);
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  /** A file's content, unless it is too large to be meant. */
  public static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw FleetException.of(file, "is a directory; give the file in it");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw FleetException.of(file, "larger than 3 MB; is this the right file?");
      }
      return bytes;
    } catch (IOException e) {
      throw FleetException.of(file, why(e));
    }
  }

  static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file; check the path, or write it after one of examples/";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be read by this user; change its permissions or its owner";
    }
    return "cannot be read: " + e.getMessage();
  }

  /** What was checked, as a record whose components are the schema's fields. */
  public static <T> T value(Place place, Class<T> type) {
    try {
      return MAPPER.treeToValue(place.json(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("schema and " + type.getSimpleName() + " differ", e);
    }
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema is not JSON", e);
    }
  }

  private static String decode(Path file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw FleetException.of(file, "not UTF-8" + CHARACTERS);
    }
  }

  private static String told(MarkedYamlEngineException e) {
    // A word after * may be a secret that somebody forgot to quote.
    String problem = e.getProblem().replaceAll("alias \\S+", "alias (a value that begins with *)");
    // What is left open is noticed where it can no longer be closed, often far below.
    String where = e.getContextMark().map(mark -> "since line " + (mark.getLine() + 1)).orElse("");
    return problem
        + "; check colons, quotes, brackets and indentation here and "
        + (where.isEmpty() ? "in the line before" : where);
  }
}
