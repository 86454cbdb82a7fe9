package org.hubkeeper.workflows.kernel;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what people type, strictly: whatever is not understood is refused by its path. */
public final class Input {

  /** Failure type of a run whose input was refused. */
  public static final String TYPE = "INPUT";

  private static final JsonMapper STRICT = strict();

  private Input() {}

  /** A runbook's input as it arrived. Fails the run, naming field and remedy. */
  public static <T> T parse(RawValue raw, Class<T> type) {
    byte[] json =
        raw == null || raw.getPayload() == null || raw.getPayload().getData().isEmpty()
            ? new byte[0]
            : raw.getPayload().getData().toByteArray();
    if (json.length == 0 || new String(json, StandardCharsets.UTF_8).strip().equals("null")) {
      throw wrong("input", "missing; at least {\"cluster\": \"NAME\"} is needed");
    }
    return read(json, type);
  }

  /** The same for a text, for doors that check before they send. */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      checkNames(STRICT.readTree(json), type);
      return STRICT.readValue(json, type);
    } catch (UnrecognizedPropertyException e) {
      throw wrong(path(e), "unknown field" + suggestion(e.getPropertyName(), known(e)));
    } catch (MismatchedInputException e) {
      throw e.getPath().isEmpty()
          ? wrong("input", "must be one JSON object, like {\"cluster\": \"NAME\"}")
          : wrong(path(e), "must be " + words(e.getTargetType()));
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof ApplicationFailure a) {
        throw a;
      }
      throw wrong(path(e), e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw wrong("input", "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Before the record is made: its own checks would only tell that the misspelt field is missing.
   */
  private static void checkNames(JsonNode given, Class<?> type) {
    if (!given.isObject()) {
      throw wrong("input", "not a JSON object; at least {\"cluster\": \"NAME\"} is needed");
    }
    List<String> known =
        Stream.of(type.getRecordComponents()).map(RecordComponent::getName).toList();
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw wrong(name, "unknown field" + suggestion(name, known));
              }
            });
  }

  /** For compact constructors of requests. */
  public static String required(String field, String value) {
    if (value == null || value.isBlank()) {
      throw wrong(field, "required");
    }
    return value;
  }

  /** For compact constructors of requests: absent becomes the default, out of range is refused. */
  public static int within(String field, Integer value, int byDefault, int least, int most) {
    int given = value == null ? byDefault : value;
    if (given < least || given > most) {
      throw wrong(field, given + " is not between " + least + " and " + most);
    }
    return given;
  }

  public static ApplicationFailure wrong(String field, String problem) {
    return ApplicationFailure.newNonRetryableFailure(field + ": " + problem, TYPE);
  }

  /** Names the nearest known word, if one is near, and all of them. */
  public static String suggestion(String given, Collection<String> known) {
    String near =
        known.stream()
            .filter(word -> distance(given, word) <= 2)
            .min(Comparator.comparingInt(word -> distance(given, word)))
            .map(word -> "; did you mean " + word + "?")
            .orElse("");
    return near + "; known: " + known.stream().sorted().collect(Collectors.joining(", "));
  }

  private static String words(Class<?> type) {
    if (type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == Double.class) {
      return "a number";
    }
    return type == Boolean.class ? "true or false" : "a text";
  }

  private static List<String> known(UnrecognizedPropertyException e) {
    return e.getKnownPropertyIds() == null
        ? List.of()
        : e.getKnownPropertyIds().stream().map(String::valueOf).toList();
  }

  private static String path(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                ref -> ref.getFieldName() == null ? "[" + ref.getIndex() + "]" : ref.getFieldName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "input" : path;
  }

  /** Levenshtein distance; words are short. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  private static JsonMapper strict() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    return mapper;
  }
}
