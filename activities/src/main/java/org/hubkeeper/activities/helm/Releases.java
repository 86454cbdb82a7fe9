package org.hubkeeper.activities.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.hubkeeper.activities.helm.Helm.Session;
import org.hubkeeper.activities.helm.HelmProcess.Outcome;
import org.hubkeeper.workflows.model.Component;

/** What Helm knows of a release, read as JSON. */
final class Releases {

  /** A release carries the digest of its chart, as much as a label holds. */
  static final String DIGEST_LABEL = "hubkeeper-digest";

  private static final int LABEL_LENGTH = 63;

  /** Flags of a listing that leaves nothing out. */
  static final List<String> EVERY_STATE =
      List.of(
          "--deployed", "--failed", "--pending", "--superseded", "--uninstalled", "--uninstalling");

  private static final String VERSION = "-v?\\d+\\.\\d+\\.\\d+([-+].*)?";

  /** What Helm only remembers. */
  static final Set<String> GONE = Set.of("uninstalled", "superseded", "unknown");

  private final Session session;
  private final Component component;

  Releases(Session session, Component component) {
    this.session = session;
    this.component = component;
  }

  /**
   * A release.
   *
   * @param status Helm's word; empty when there is none
   * @param chart name and version of its chart
   */
  record Found(String status, int revision, String chart, Instant updated) {
    static final Found NONE = new Found("", 0, "", Instant.EPOCH);

    boolean exists() {
      return !status.isEmpty();
    }

    boolean pending() {
      return status.startsWith("pending-") || status.equals("uninstalling");
    }

    boolean of(Component.Chart wanted) {
      return chart.matches(Pattern.quote(wanted.name()) + VERSION);
    }
  }

  /** One revision of a release. */
  record Revision(int number, String status) {}

  /** A release as Helm prints it once it has made it. */
  static Found done(JsonNode release) {
    JsonNode chart = release.path("chart").path("metadata");
    return new Found(
        release.path("info").path("status").asText(),
        release.path("version").asInt(),
        chart.path("name").asText() + "-" + chart.path("version").asText(),
        Instant.EPOCH);
  }

  Found find() {
    return list(List.of());
  }

  /** Whether it was made of exactly that chart archive. */
  boolean madeOf(String digest) {
    return list(List.of("--selector", DIGEST_LABEL + "=" + label(digest))).exists();
  }

  /** The newest first. */
  List<Revision> history() {
    Outcome outcome = session.read(Helm.NOTHING, words(List.of("history"), "--output", "json"));
    if (!outcome.ok()) {
      throw session.failed("the history of " + name(), outcome, outcome.complaints());
    }
    List<Revision> revisions = new ArrayList<>();
    Helm.json(outcome)
        .forEach(
            each ->
                revisions.add(
                    new Revision(each.path("revision").asInt(), each.path("status").asText())));
    revisions.sort(Comparator.comparingInt(Revision::number).reversed());
    return revisions;
  }

  /** What people set, as the release has it; holds secrets. */
  JsonNode values() {
    Outcome outcome =
        session.read(Helm.NOTHING, words(List.of("get", "values"), "--output", "json"));
    if (!outcome.ok()) {
      throw session.failed("the values of " + name(), outcome, "Helm could not read them");
    }
    return Helm.json(outcome);
  }

  /** What was rendered for it; holds secrets. */
  String manifest() {
    Outcome outcome = session.read(Helm.NOTHING, words(List.of("get", "manifest")));
    if (!outcome.ok()) {
      throw session.failed("the manifest of " + name(), outcome, "Helm could not read it");
    }
    return outcome.output();
  }

  String name() {
    return component.namespace() + "/" + component.release();
  }

  static String label(String digest) {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return hex.substring(0, Math.min(hex.length(), LABEL_LENGTH));
  }

  /** Whether two documents say the same, however numbers are written. */
  static boolean same(JsonNode one, JsonNode other) {
    if (empty(one) && empty(other)) {
      return true;
    }
    return one.equals(Releases::numbers, other);
  }

  private static boolean empty(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.isObject() && node.isEmpty();
  }

  private static int numbers(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return Objects.equals(one, other) ? 0 : 1;
  }

  private Found list(List<String> more) {
    List<String> words = new ArrayList<>(List.of("list", "--namespace", component.namespace()));
    words.addAll(List.of("--filter", "^" + component.release().replace(".", "\\.") + "$"));
    words.addAll(List.of("--time-format", "2006-01-02T15:04:05Z07:00", "--output", "json"));
    words.addAll(EVERY_STATE);
    words.addAll(more);
    Outcome outcome = session.read(Helm.NOTHING, words);
    if (!outcome.ok()) {
      throw session.failed(
          "the releases of " + component.namespace(), outcome, outcome.complaints());
    }
    JsonNode all = Helm.json(outcome);
    if (all.isEmpty() || GONE.contains(all.get(0).path("status").asText())) {
      return Found.NONE;
    }
    JsonNode one = all.get(0);
    return new Found(
        one.path("status").asText(),
        one.path("revision").asInt(),
        one.path("chart").asText(),
        OffsetDateTime.parse(one.path("updated").asText()).toInstant());
  }

  private List<String> words(List<String> command, String... more) {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(component.release(), "--namespace", component.namespace()));
    words.addAll(List.of(more));
    return words;
  }
}
