package org.hubkeeper.fleet.blueprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;
import org.hubkeeper.fleet.Unique;
import org.hubkeeper.fleet.Words;
import org.hubkeeper.workflows.kernel.Input;

/** What the components of a cluster must hold beyond the schema, as far as the fleet file tells. */
public final class ComponentChecks {

  /**
   * Whose the names are that printed instructions give to other charts as well; such a command
   * would put a chart over the ingress or the registry.
   */
  private static final Map<String, String> OWNERS =
      Map.of("master-ingress", "nginx-ingress", "registry", "docker-registry");

  private static final Map<String, String> OWN_NAMES =
      Map.of(
          "eksctl-autoscaler", "autoscaler",
          "nvidia-device-plugin", "gpudriver",
          "prometheus", "prometheus");

  private final Place cluster;
  private final List<Place> components;
  private final Problems problems;

  public ComponentChecks(Place cluster, Problems problems) {
    this.cluster = cluster;
    this.components = cluster.items("components");
    this.problems = problems;
  }

  /** Adds what is wrong. */
  public void check() {
    checkHost();
    Unique.check(fields(components, "name"), "component", problems);
    checkReleases();
    components.forEach(this::checkOwner);
    checkNeeds();
    checkSecrets();
    for (Place component : components) {
      component.field("inline").ifPresent(inline -> new ValueRules(problems).check(inline));
      component.items("tasks").forEach(one -> checkReference(component, one));
      component.items("proofs").forEach(one -> checkReference(component, one));
    }
  }

  private void checkHost() {
    Optional<String> host = cluster.text("host");
    cluster
        .field("dns")
        .flatMap(dns -> dns.field("zone"))
        .filter(zone -> problems.noneUnder(zone.path()))
        .filter(zone -> host.isPresent() && !host.get().endsWith("." + zone.raw()))
        .ifPresent(
            zone ->
                problems.add(
                    zone,
                    "host %s is not in the zone %s; give the zone that holds it"
                        .formatted(host.get(), zone.raw())));
    components.stream()
        .flatMap(component -> component.items("proofs").stream())
        .filter(proof -> Set.of("dns", "https").contains(proof.text("type").orElse("")))
        .filter(proof -> host.isEmpty())
        .findFirst()
        .ifPresent(
            proof ->
                problems.add(
                    proof, "needs a name to ask for; give the cluster's host, as hub.example.edu"));
  }

  private void checkReleases() {
    Map<String, Place> seen = new HashMap<>();
    for (Place component : components) {
      component
          .field("release")
          .ifPresent(
              release -> {
                String key = component.text("namespace").orElse("") + "/" + release.raw();
                Place first = seen.putIfAbsent(key, release);
                if (first != null) {
                  problems.add(
                      release,
                      "%s of this namespace is %s in line %d; one would overwrite the other, choose"
                              .formatted(Words.quote(release.raw()), first.path(), first.line())
                          + " another name");
                }
              });
    }
  }

  private void checkOwner(Place component) {
    String chart = chart(component);
    component
        .field("release")
        .filter(release -> OWNERS.containsKey(release.raw()))
        .filter(release -> !OWNERS.get(release.raw()).equals(chart))
        .ifPresent(
            release ->
                problems.add(
                    release,
                    "%s is the release of %s, and %s would overwrite it; name it %s"
                        .formatted(
                            Words.quote(release.raw()),
                            OWNERS.get(release.raw()),
                            chart,
                            OWN_NAMES.getOrDefault(chart, chart))));
  }

  private void checkNeeds() {
    List<String> names = fields(components, "name").stream().map(Place::raw).toList();
    Map<String, List<String>> needs = new HashMap<>();
    components.forEach(
        one ->
            needs.put(
                one.text("name").orElse(""), one.items("needs").stream().map(Place::raw).toList()));
    for (int i = 0; i < components.size(); i++) {
      for (Place need : components.get(i).items("needs")) {
        int at = names.indexOf(need.raw());
        String self = components.get(i).text("name").orElse("");
        if (at < 0) {
          problems.add(
              need,
              "no component "
                  + Words.quote(need.raw())
                  + " on this cluster"
                  + Input.suggestion(need.raw(), names));
        } else if (at >= i) {
          problems.add(need, later(self, need.raw(), needs));
        }
      }
    }
  }

  private static String later(String self, String need, Map<String, List<String>> needs) {
    List<String> way = way(need, self, needs, new ArrayList<>());
    return way.isEmpty()
        ? "%s is installed after %s; write it before, or leave the need out".formatted(need, self)
        : "a circle: %s needs %s; leave one of them out"
            .formatted(self, String.join(", which needs ", way));
  }

  /** How one component leads to another by its needs; empty when it does not. */
  private static List<String> way(
      String from, String to, Map<String, List<String>> needs, List<String> before) {
    if (before.contains(from)) {
      return List.of();
    }
    List<String> here = Stream.concat(before.stream(), Stream.of(from)).toList();
    if (from.equals(to)) {
      return here;
    }
    return needs.getOrDefault(from, List.of()).stream()
        .map(next -> way(next, to, needs, here))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private void checkSecrets() {
    Map<String, Place> seen = new HashMap<>();
    for (Place component : components) {
      for (Place name : fields(component.items("secrets"), "name")) {
        String key = component.text("namespace").orElse("") + "/" + name.raw();
        Place first = seen.putIfAbsent(key, name);
        if (first != null) {
          problems.add(
              name,
              "%s of this namespace is %s in line %d; name it once"
                  .formatted(Words.quote(name.raw()), first.path(), first.line()));
        }
      }
    }
  }

  /** A task or proof may only read Secrets that some component of its namespace has. */
  private void checkReference(Place component, Place user) {
    checkSecret(component, user, "secret", "key");
    checkSecret(component, user, "initialSecret", "initialKey");
  }

  private void checkSecret(Place component, Place user, String field, String key) {
    Optional<Place> secret = user.field(field).filter(place -> problems.noneUnder(place.path()));
    if (secret.isEmpty()) {
      return;
    }
    String namespace = component.text("namespace").orElse("");
    List<Place> known =
        components.stream()
            .filter(one -> one.text("namespace").orElse("").equals(namespace))
            .flatMap(one -> one.items("secrets").stream())
            .toList();
    Optional<Place> found =
        known.stream()
            .filter(one -> one.text("name").orElse("").equals(secret.get().raw()))
            .findFirst();
    if (found.isEmpty()) {
      List<String> names = fields(known, "name").stream().map(Place::raw).distinct().toList();
      problems.add(
          secret.get(),
          "no secret "
              + Words.quote(secret.get().raw())
              + " in the namespace "
              + namespace
              + (names.isEmpty()
                  ? "; name it under secrets"
                  : Input.suggestion(secret.get().raw(), names)));
      return;
    }
    Optional<Place> entries = found.get().field("entries");
    user.field(key)
        .filter(place -> entries.flatMap(all -> all.field(place.raw())).isEmpty())
        .ifPresent(
            place ->
                problems.add(
                    place,
                    "the secret %s has no key %s; add it to its entries"
                        .formatted(secret.get().raw(), Words.quote(place.raw()))));
  }

  private static String chart(Place component) {
    String chart = component.text("chart").orElse("");
    return chart.substring(chart.lastIndexOf('/') + 1);
  }

  private static List<Place> fields(List<Place> owners, String name) {
    return owners.stream().flatMap(owner -> owner.field(name).stream()).toList();
  }
}
