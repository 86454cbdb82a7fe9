package org.hubkeeper.rehearsal.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.RehearsedAccount;

/**
 * The worker's IAM policy as somebody learns it who has only Hubkeeper's messages: empty at first,
 * and with one more rule whenever a message names the permission.
 */
final class LearnedPolicy {

  /** In AWS's words. */
  private static final Pattern REFUSED =
      Pattern.compile("not authorized to perform: (\\S+) on resource: (\\S+)");

  /** In ours, where AWS has none: an answer to a HEAD request, a check that was not made. */
  private static final Pattern ADVISED =
      Pattern.compile("allow it ((?:[a-z0-9]+:[A-Za-z0-9]+(?:, | and )?)+)");

  private static final String ANY = "";

  private final BootstrapWorld world;
  private final ObjectNode shipped;
  private final Set<Right> given = new TreeSet<>(Comparator.comparing(Right::toString));

  /** One action of one statement. */
  private record Right(String sid, String action) {

    @Override
    public String toString() {
      return sid + " " + action;
    }
  }

  LearnedPolicy(BootstrapWorld world) {
    this.world = world;
    this.shipped = world.account().shippedPolicy();
  }

  /** What has not been asked for, by statement and action. */
  List<String> neverAsked() {
    return all().stream().filter(right -> !given.contains(right)).map(Right::toString).toList();
  }

  /** Everything but one action, as when a rule was lost. */
  void giveAllBut(String action) {
    given.addAll(all());
    given.removeIf(right -> right.action().equals(action));
    apply();
  }

  private List<Right> all() {
    List<Right> all = new ArrayList<>();
    for (JsonNode statement : shipped.path("Statement")) {
      texts(statement.path("Action"))
          .forEach(action -> all.add(new Right(statement.path("Sid").asText(), action)));
    }
    return all;
  }

  int size() {
    return given.size();
  }

  /** Gives what these words say is missing; whether that was anything new. */
  boolean learn(String told) {
    boolean news = false;
    Matcher refused = REFUSED.matcher(told);
    while (refused.find()) {
      Optional<Right> right = right(refused.group(1), refused.group(2));
      news |= right.filter(given::add).isPresent();
    }
    Matcher advised = ADVISED.matcher(told);
    while (advised.find()) {
      for (String action : advised.group(1).split(", | and ")) {
        news |= right(action, ANY).filter(given::add).isPresent();
      }
    }
    if (news) {
      apply();
    }
    return news;
  }

  /** Makes the simulated account decide by what has been given so far. */
  void apply() {
    ObjectNode policy = shipped.deepCopy();
    ArrayNode statements = policy.putArray("Statement");
    for (JsonNode statement : shipped.path("Statement")) {
      ObjectNode less = statement.deepCopy();
      ArrayNode actions = less.putArray("Action");
      texts(statement.path("Action")).stream()
          .filter(action -> given.contains(new Right(statement.path("Sid").asText(), action)))
          .forEach(actions::add);
      if (!actions.isEmpty()) {
        statements.add(less);
      }
    }
    world.account().registerWorker(policy, RehearsedAccount.ARN);
  }

  private Optional<Right> right(String action, String resource) {
    for (JsonNode statement : shipped.path("Statement")) {
      Right right = new Right(statement.path("Sid").asText(), action);
      boolean speaksOfIt =
          texts(statement.path("Action")).contains(action)
              && texts(statement.path("Resource")).stream()
                  .anyMatch(p -> resource.equals(ANY) || matches(p, resource));
      if (speaksOfIt && !given.contains(right)) {
        return Optional.of(right);
      }
    }
    return Optional.empty();
  }

  private static boolean matches(String pattern, String resource) {
    return resource.matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
  }

  private static List<String> texts(JsonNode oneOrMany) {
    List<String> texts = new ArrayList<>();
    if (oneOrMany.isTextual()) {
      texts.add(oneOrMany.asText());
    }
    oneOrMany.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
