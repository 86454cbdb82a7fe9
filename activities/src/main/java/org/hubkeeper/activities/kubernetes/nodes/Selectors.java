package org.hubkeeper.activities.kubernetes.nodes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.Objects;

/** Whether labels fit a selector, as the API server decides it. */
public final class Selectors {

  private Selectors() {}

  /** No selector fits nothing, an empty one everything. */
  public static boolean fits(LabelSelector selector, Map<String, String> given) {
    if (selector == null) {
      return false;
    }
    Map<String, String> labels = Objects.requireNonNullElse(given, Map.of());
    boolean equal =
        selector.getMatchLabels() == null
            || selector.getMatchLabels().entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())));
    return equal
        && selector.getMatchExpressions().stream().allMatch(wanted -> fits(wanted, labels));
  }

  private static boolean fits(LabelSelectorRequirement wanted, Map<String, String> labels) {
    String value = labels.get(wanted.getKey());
    return switch (wanted.getOperator()) {
      case "In" -> value != null && wanted.getValues().contains(value);
      case "NotIn" -> value == null || !wanted.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
