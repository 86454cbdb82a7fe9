package org.hubkeeper.activities.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hubkeeper.activities.Placeholders;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.Component;

/**
 * The values of a release. Files hold no secrets, so they are handed to Helm as files, which reads
 * them as its users expect; inline values and secrets reach it by its input, as one JSON document.
 */
final class ReleaseValues {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> arguments;
  private final byte[] input;
  private final Masks masks;

  private ReleaseValues(List<String> arguments, byte[] input, Masks masks) {
    this.arguments = arguments;
    this.input = input;
    this.masks = masks;
  }

  /**
   * Puts them together.
   *
   * @param settled whether a placeholder without a fact is a failure
   */
  static ReleaseValues of(
      Component component,
      Map<String, String> facts,
      SecretResolver secrets,
      Places places,
      boolean settled) {
    List<String> arguments = new ArrayList<>();
    int number = 0;
    for (Component.ValuesFile file : component.valuesFiles()) {
      String text = Placeholders.replace(read(component, file, places.files()), facts);
      refuse(component, text, settled);
      Path copy = places.folder().write("values-%02d.yaml".formatted(number++), text);
      arguments.addAll(List.of("--values", copy.toString()));
    }
    List<String> hidden = new ArrayList<>();
    ObjectNode inline = inline(component, facts);
    refuse(component, inline.toString(), settled);
    // In order of their paths, so that the same values give the same text.
    new TreeMap<>(component.secretValues())
        .forEach(
            (path, reference) -> {
              String field = component.name() + ".secretValues." + path;
              String secret = secrets.resolve(reference, field).reveal();
              hidden.add(secret);
              put(inline, path, secret);
            });
    arguments.addAll(List.of("--values", "-"));
    byte[] input = inline.toString().getBytes(StandardCharsets.UTF_8);
    return new ReleaseValues(List.copyOf(arguments), input, new Masks(hidden));
  }

  /**
   * What a release that is there has in the places of secrets: what was changed is still a secret.
   */
  static List<String> secretsIn(JsonNode values, Component component) {
    List<String> found = new ArrayList<>();
    for (String path : component.secretValues().keySet()) {
      JsonNode place = values;
      for (String key : keys(path)) {
        place = place.path(key);
      }
      if (place.isValueNode() && !place.isNull()) {
        found.add(place.asText());
      }
    }
    return found;
  }

  /** Where values files are, and where copies of them may be written. */
  record Places(Path files, PrivateFolder folder) {}

  List<String> arguments() {
    return arguments;
  }

  byte[] input() {
    return input.clone();
  }

  Masks masks() {
    return masks;
  }

  /** A file's text; one that has changed since the run began would not be what was approved. */
  private static String read(Component component, Component.ValuesFile file, Path files) {
    Path path = files.resolve(file.path());
    try {
      byte[] bytes = Files.readAllBytes(path);
      if (!file.sha256().isEmpty() && !sha256(bytes).equals(file.sha256())) {
        throw Failures.of(
            FailureKind.DRIFTED,
            "%s: the values file %s has changed since this run began; start a new run"
                .formatted(component.name(), path),
            null);
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Failures.of(
          FailureKind.MISSING,
          "%s: the values file %s can't be read (%s)"
              .formatted(component.name(), path, e.getClass().getSimpleName()),
          null);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void refuse(Component component, String text, boolean settled) {
    Placeholders.first(text)
        .filter(left -> settled)
        .ifPresent(
            left -> {
              throw Failures.of(
                  FailureKind.REJECTED,
                  "%s: nothing is known that %s in its values stands for; a role needs an entry"
                          .formatted(component.name(), left)
                      + " under identities",
                  null);
            });
  }

  private static ObjectNode inline(Component component, Map<String, String> facts) {
    try {
      JsonNode values =
          component.values().isBlank()
              ? JSON.createObjectNode()
              : JSON.readTree(component.values());
      return (ObjectNode) replaced(values, facts);
    } catch (JsonProcessingException e) {
      throw Failures.of(
          FailureKind.REJECTED, component.name() + ": its values are no JSON object", null);
    }
  }

  private static JsonNode replaced(JsonNode node, Map<String, String> facts) {
    if (node.isTextual()) {
      return TextNode.valueOf(Placeholders.replace(node.asText(), facts));
    }
    if (node.isArray()) {
      ArrayNode list = JSON.createArrayNode();
      node.forEach(each -> list.add(replaced(each, facts)));
      return list;
    }
    if (node.isObject()) {
      ObjectNode map = JSON.createObjectNode();
      node.properties()
          .forEach(
              each ->
                  map.set(
                      Placeholders.replace(each.getKey(), facts),
                      replaced(each.getValue(), facts)));
      return map;
    }
    return node;
  }

  private static void put(ObjectNode values, String path, String secret) {
    List<String> keys = keys(path);
    ObjectNode place = values;
    for (String key : keys.subList(0, keys.size() - 1)) {
      place = place.get(key) instanceof ObjectNode inner ? inner : place.putObject(key);
    }
    place.put(keys.get(keys.size() - 1), secret);
  }

  /** As Helm's own paths: dots lead deeper, one with a backslash before it belongs to the key. */
  private static List<String> keys(String path) {
    return Stream.of(path.split("(?<!\\\\)\\.")).map(key -> key.replace("\\.", ".")).toList();
  }
}
