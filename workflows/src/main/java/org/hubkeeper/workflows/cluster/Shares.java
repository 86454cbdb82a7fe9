package org.hubkeeper.workflows.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Component;

/**
 * What the values of components grant a user server, at {@code jupyterhub.singleuser} as the
 * ds-jupyterlab chart has it or at {@code singleuser} as Zero to JupyterHub.
 *
 * @param usual the first that is given, else what the documents use
 */
public record Shares(Seats.Share usual, List<Finding> findings) {

  private static final Pattern QUANTITY =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([KMGT]?)i?B?");

  public Shares {
    findings = List.copyOf(findings);
  }

  /** Those of all components. */
  public static Shares in(List<Component> components) {
    List<Finding> findings = new ArrayList<>();
    Optional<Seats.Share> first = Optional.empty();
    for (Component component : components) {
      JsonNode values = Priorities.values(component);
      JsonNode user = values.at("/jupyterhub/singleuser");
      user = user.isObject() ? user : values.path("singleuser");
      double memory = pair(component, user.path("memory"), "memory", findings);
      double cpu = pair(component, user.path("cpu"), "cpu", findings);
      if (first.isEmpty() && memory > 0) {
        double limit = amount(user.at("/memory/limit"));
        first = Optional.of(new Seats.Share(memory, limit > 0 ? limit : memory, cpu));
      }
    }
    return new Shares(first.orElse(Seats.Share.USUAL), findings);
  }

  /** Returns the guarantee; a limit below it is wrong, one that equals it is worth a word. */
  private static double pair(
      Component component, JsonNode given, String what, List<Finding> findings) {
    double guarantee = amount(given.path("guarantee"));
    double limit = amount(given.path("limit"));
    if (limit > 0 && limit <= guarantee) {
      boolean below = limit < guarantee;
      findings.add(
          new Finding(
              below ? "LIMIT_BELOW_GUARANTEE" : "LIMIT_EQUALS_GUARANTEE",
              below,
              component.name()
                  + ": singleuser."
                  + what
                  + ".limit "
                  + given.path("limit").asText()
                  + (below ? " is below" : " equals")
                  + " the guarantee "
                  + given.path("guarantee").asText()
                  + (below
                      ? "; raise the limit, or lower the guarantee"
                      : "; nobody may use what others leave idle")));
    }
    return guarantee;
  }

  /** Processors, or GB; 0 when it is not given. */
  private static double amount(JsonNode given) {
    Matcher matcher = QUANTITY.matcher(given.asText(""));
    if (!matcher.matches()) {
      return 0;
    }
    double number = Double.parseDouble(matcher.group(1));
    return switch (matcher.group(2)) {
      case "K" -> number / 1e6;
      case "M" -> number / 1e3;
      case "T" -> number * 1e3;
      default -> number;
    };
  }
}
