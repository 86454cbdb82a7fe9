package org.hubkeeper.rehearsal.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.workflows.kernel.Json;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Plays whoever adds a node group to a cluster's definition, and a number for it to the
 * autoscaler's priorities: at first both are without it.
 *
 * @param group its name
 * @param before the files without it
 * @param after the files with it, as they are
 */
public record NodeGroupEdit(String group, Map<Path, String> before, Map<Path, String> after) {

  /**
   * Prepares the edit of a cluster's files.
   *
   * @param fleet the world's fleet file
   * @param wanted name of the group; empty for the definition's last that may idle at none
   */
  public static NodeGroupEdit of(Path fleet, String cluster, String wanted) {
    JsonNode entry = entry(parse(read(fleet)), cluster);
    Path definition = fleet.resolveSibling(entry.path("definition").asText());
    ObjectNode cut = (ObjectNode) parse(read(definition));
    String group = wanted.isEmpty() ? last(cut, cluster) : wanted;
    Map<Path, String> before = new LinkedHashMap<>();
    removeFrom(cut.withArray("managedNodeGroups"), group);
    before.put(definition, cut.toString());
    for (JsonNode values : entry.path("components").findValues("values")) {
      for (JsonNode name : values) {
        Path file = fleet.resolveSibling(name.asText());
        JsonNode tree = parse(read(file));
        if (removePriority(tree, group)) {
          before.put(file, tree.toString());
        }
      }
    }
    Map<Path, String> after = new LinkedHashMap<>();
    before.keySet().forEach(file -> after.put(file, read(file)));
    return new NodeGroupEdit(group, before, after);
  }

  /** The files without the group. */
  public void takeOut() {
    before.forEach(NodeGroupEdit::write);
  }

  /** The files as they were. */
  public void putBack() {
    after.forEach(NodeGroupEdit::write);
  }

  private static JsonNode entry(JsonNode fleet, String cluster) {
    return fleet
        .path("clusters")
        .valueStream()
        .filter(one -> one.path("name").asText().equals(cluster))
        .findFirst()
        .orElseThrow();
  }

  private static String last(JsonNode definition, String cluster) {
    List<String> names = new ArrayList<>();
    definition
        .path("managedNodeGroups")
        .valueStream()
        .filter(one -> one.path("minSize").asInt(1) == 0)
        .forEach(one -> names.add(one.path("name").asText()));
    if (names.isEmpty()) {
      throw CommandFailure.usage(
          "--cluster: %s defines no node group that idles at none; name one by --set nodeGroup="
              .formatted(cluster));
    }
    return names.get(names.size() - 1);
  }

  private static void removeFrom(ArrayNode groups, String group) {
    for (Iterator<JsonNode> all = groups.iterator(); all.hasNext(); ) {
      if (all.next().path("name").asText().equals(group)) {
        all.remove();
        return;
      }
    }
    throw CommandFailure.usage("--set nodeGroup=%s: the definition has no such".formatted(group));
  }

  /** What matches the group's Auto Scaling group; whether there was anything. */
  private static boolean removePriority(JsonNode values, String group) {
    boolean removed = false;
    for (String key : List.of("priorities", "expanderPriorities")) {
      for (JsonNode patterns : values.path(key)) {
        Iterator<JsonNode> all = patterns.iterator();
        while (all.hasNext()) {
          if (Pattern.compile(all.next().asText()).matcher("eks-" + group + "-0").find()) {
            all.remove();
            removed = true;
          }
        }
      }
    }
    return removed;
  }

  /** JSON is YAML. */
  private static JsonNode parse(String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return Json.MAPPER.valueToTree(tree);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
