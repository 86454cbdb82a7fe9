package org.hubkeeper.activities.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.hubkeeper.activities.kubernetes.api.RemovedApis.Removed;
import org.hubkeeper.workflows.activity.ApiUsage.ApiUse;
import org.hubkeeper.workflows.activity.ApiUsage.Source;

/**
 * Manifests of Helm releases, as Helm keeps them in Secrets. They hold secrets themselves: only
 * version and kind of their objects are looked at.
 */
final class ReleaseManifests {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern DOCUMENT = Pattern.compile("(?m)^---\\s*$");
  private static final Pattern VERSION = Pattern.compile("(?m)^apiVersion:\\s*[\"']?([\\w./-]+)");
  private static final Pattern KIND = Pattern.compile("(?m)^kind:\\s*[\"']?(\\w+)");

  private final KubernetesClient client;

  /** One revision, still packed. */
  private record Revision(String namespace, String release, int number, Secret secret) {

    String key() {
      return namespace + "/" + release;
    }
  }

  ReleaseManifests(KubernetesClient client) {
    this.client = client;
  }

  /** Uses of removed APIs in the newest deployed revision of each release. */
  List<ApiUse> uses() {
    List<ApiUse> uses = new ArrayList<>();
    for (Revision revision : newest()) {
      content(revision.secret()).ifPresent(release -> uses.addAll(uses(revision, release)));
    }
    return uses;
  }

  private List<Revision> newest() {
    Map<String, Revision> newest = new HashMap<>();
    client
        .secrets()
        .inAnyNamespace()
        .withLabels(Map.of("owner", "helm", "status", "deployed"))
        .list()
        .getItems()
        .stream()
        .flatMap(secret -> revision(secret).stream())
        .forEach(one -> newest.merge(one.key(), one, (a, b) -> a.number() >= b.number() ? a : b));
    return newest.values().stream().sorted(Comparator.comparing(Revision::key)).toList();
  }

  private static Optional<Revision> revision(Secret secret) {
    Map<String, String> labels = secret.getMetadata().getLabels();
    String number = labels.getOrDefault("version", "");
    return number.matches("\\d{1,9}") && labels.containsKey("name")
        ? Optional.of(
            new Revision(
                secret.getMetadata().getNamespace(),
                labels.get("name"),
                Integer.parseInt(number),
                secret))
        : Optional.empty();
  }

  /** JSON, packed, in Base64 by Helm and once more as any Secret. */
  private static Optional<JsonNode> content(Secret secret) {
    if (secret.getData() == null || !secret.getData().containsKey("release")) {
      return Optional.empty();
    }
    byte[] byHelm = Base64.getDecoder().decode(secret.getData().get("release"));
    byte[] packed =
        Base64.getDecoder().decode(new String(byHelm, StandardCharsets.US_ASCII).strip());
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return Optional.of(JSON.readTree(in));
    } catch (IOException e) {
      // Not as Helm writes it: there is nothing in it that could be said.
      return Optional.empty();
    }
  }

  private static List<ApiUse> uses(Revision revision, JsonNode release) {
    List<ApiUse> uses = new ArrayList<>();
    for (String document : DOCUMENT.split(release.path("manifest").asText())) {
      String api = first(VERSION, document);
      String kind = first(KIND, document);
      RemovedApis.find(api, kind)
          .map(removed -> use(revision, release, removed, kind))
          .filter(use -> !uses.contains(use))
          .ifPresent(uses::add);
    }
    return uses;
  }

  private static ApiUse use(Revision revision, JsonNode release, Removed removed, String kind) {
    return new ApiUse(
        Source.RELEASE,
        removed.api(),
        kind,
        removed.in(),
        removed.instead(),
        "release %s %d".formatted(revision.key(), revision.number()),
        time(release.path("info").path("last_deployed").asText()));
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }
}
