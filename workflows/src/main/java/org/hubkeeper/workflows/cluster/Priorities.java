package org.hubkeeper.workflows.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.Component;

/**
 * Judges which pool an autoscaler would grow first: of the pools that fit it takes the one with the
 * highest number, so a dearer pool needs a smaller one. procedures.md 2.5.
 *
 * @param patterns by number, regular expressions that match names of Auto Scaling groups
 */
public record Priorities(String component, String cluster, Map<String, List<String>> patterns) {

  /** Stands for the random part that EKS gives the name of a group's Auto Scaling group. */
  private static final String RANDOM = "-00000000-0000-0000-0000-000000000000";

  /**
   * Those of the first component that has any among its inline values: {@code priorities} as the
   * eksctl-autoscaler chart calls them, {@code expanderPriorities} as the cluster-autoscaler chart.
   */
  public static Optional<Priorities> in(List<Component> components) {
    return components.stream().flatMap(component -> of(component).stream()).findFirst();
  }

  private static Optional<Priorities> of(Component component) {
    JsonNode values = values(component);
    JsonNode given =
        values.path("priorities").isObject()
            ? values.path("priorities")
            : values.path("expanderPriorities");
    if (!given.isObject()) {
      return Optional.empty();
    }
    Map<String, List<String>> patterns = new LinkedHashMap<>();
    given
        .properties()
        .forEach(
            entry -> {
              List<String> texts = new ArrayList<>();
              entry.getValue().forEach(text -> texts.add(text.asText()));
              patterns.put(entry.getKey(), List.copyOf(texts));
            });
    JsonNode own = values.path("clusterName");
    String cluster =
        own.isTextual() ? own.asText() : values.at("/autoDiscovery/clusterName").asText();
    return Optional.of(new Priorities(component.name(), cluster, patterns));
  }

  /** Inline values as a tree, empty where there are none. */
  static JsonNode values(Component component) {
    try {
      return component.values().isBlank()
          ? Json.MAPPER.createObjectNode()
          : Json.MAPPER.readTree(component.values());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(component.name() + " has values that are not JSON", e);
    }
  }

  /**
   * Checks them against the user pools.
   *
   * @param eks the cluster's name, as EKS knows it
   */
  public List<Finding> findings(String eks, List<NodeGroup> users) {
    List<Finding> findings = new ArrayList<>();
    if (!cluster.isEmpty() && !cluster.equals(eks) && !cluster.equals("${cluster}")) {
      findings.add(
          blocking(
              "AUTOSCALER_CLUSTER",
              "clusterName is " + cluster + ", but EKS knows the cluster as " + eks));
    }
    List<Finding> malformed = malformed();
    if (!malformed.isEmpty()) {
      findings.addAll(malformed);
      return findings;
    }
    Map<NodeGroup, Integer> numbers = new LinkedHashMap<>();
    for (NodeGroup group : users) {
      number(group, findings).ifPresent(number -> numbers.put(group, number));
    }
    for (NodeGroup dear : numbers.keySet()) {
      for (NodeGroup cheap : numbers.keySet()) {
        if (dearer(dear, cheap) && numbers.get(dear) >= numbers.get(cheap)) {
          findings.add(
              blocking(
                  "PRIORITY_ORDER",
                  String.format(
                      Locale.ROOT,
                      "%s costs more than %s and needs a number below %d, but has %d",
                      dear.name(),
                      cheap.name(),
                      numbers.get(cheap),
                      numbers.get(dear))));
        }
      }
    }
    return findings;
  }

  /** What is no number or no regular expression. */
  private List<Finding> malformed() {
    List<Finding> findings = new ArrayList<>();
    patterns.forEach(
        (number, texts) -> {
          if (!number.matches("-?[0-9]{1,9}")) {
            findings.add(blocking("PRIORITY_PATTERN", number + " is no whole number"));
          }
          for (String text : texts) {
            try {
              Pattern.compile(text);
            } catch (PatternSyntaxException e) {
              findings.add(blocking("PRIORITY_PATTERN", text + " is no regular expression"));
            }
          }
        });
    return findings;
  }

  /** The only number of a group, whose pattern matches it. */
  private Optional<Integer> number(NodeGroup group, List<Finding> findings) {
    List<Integer> matching = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    patterns.forEach(
        (number, list) ->
            list.stream()
                .filter(text -> Pattern.compile(text).matcher(asg(group)).find())
                .forEach(
                    text -> {
                      matching.add(Integer.parseInt(number));
                      texts.add(text);
                    }));
    if (matching.isEmpty()) {
      findings.add(
          blocking(
              "PRIORITY_MISSING",
              "no pattern of priorities matches node group "
                  + group.name()
                  + "; the autoscaler would never prefer it"));
    } else if (matching.size() > 1) {
      findings.add(
          blocking(
              "PRIORITY_AMBIGUOUS",
              "node group " + group.name() + " is matched by " + String.join(" and by ", texts)));
    }
    return matching.size() == 1 ? Optional.of(matching.get(0)) : Optional.empty();
  }

  private static String asg(NodeGroup group) {
    return "eks-" + group.name() + RANDOM;
  }

  private Finding blocking(String code, String message) {
    return new Finding(code, true, component + ": " + message);
  }

  private static boolean dearer(NodeGroup one, NodeGroup other) {
    OptionalDouble first = Pools.price(one);
    OptionalDouble second = Pools.price(other);
    return first.isPresent() && second.isPresent() && first.getAsDouble() > second.getAsDouble();
  }
}
