package org.hubkeeper.fleet;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hubkeeper.fleet.blueprint.ComponentChecks;

/** What a fleet file must hold beyond its schema: names of their own, real zones and times. */
final class FleetChecks {

  private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::([0-9]{12}):role/.*");

  private final Problems problems;

  private FleetChecks(Problems problems) {
    this.problems = problems;
  }

  static void check(Place document, Problems problems) {
    FleetChecks checks = new FleetChecks(problems);
    List<Place> clusters = document.items("clusters");
    checks.unique(fields(document.items("team"), "name"), "person");
    checks.unique(fields(clusters, "name"), "cluster");
    checks.unique(fields(clusters, "uid"), "cluster");
    clusters.forEach(checks::checkCluster);
  }

  private void checkCluster(Place cluster) {
    unique(fields(cluster.items("hubs"), "name"), "hub");
    unique(cluster.items("hubs").stream().flatMap(FleetChecks::namespace), "hub");
    cluster.field("timeZone").ifPresent(this::checkZone);
    cluster.field("roleArn").ifPresent(role -> checkRole(role, cluster));
    cluster.items("freeze").forEach(this::checkWindow);
    cluster.items("events").forEach(this::checkWindow);
    cluster.items("hubs").forEach(this::checkApi);
    cluster
        .field("upgrade")
        .ifPresent(upgrade -> unique(fields(upgrade.items("pools"), "name"), "pool"));
    new ComponentChecks(cluster, problems).check();
  }

  private void unique(Stream<Place> places, String owner) {
    Unique.check(places.toList(), owner, problems);
  }

  private void checkZone(Place zone) {
    Set<String> known = ZoneId.getAvailableZoneIds();
    zone.text()
        .filter(text -> !known.contains(text) && problems.noneUnder(zone.path()))
        .ifPresent(
            text ->
                problems.add(
                    zone,
                    "no such time zone: "
                        + Words.quote(text)
                        + Words.near(text, known)
                        + "; expected an IANA name, as America/Los_Angeles"));
  }

  /** A role of another account would let a run change another account than the file names. */
  private void checkRole(Place role, Place cluster) {
    Matcher arn = ROLE.matcher(role.raw());
    cluster
        .text("account")
        .filter(account -> arn.matches() && !arn.group(1).equals(account))
        .ifPresent(
            account ->
                problems.add(
                    role,
                    "is a role of account %s, the cluster is in %s; give a role of that account"
                        .formatted(arn.group(1), account)));
  }

  private void checkApi(Place hub) {
    hub.field("api")
        .filter(api -> api.field("url").isEmpty() && hub.field("host").isEmpty())
        .ifPresent(
            api ->
                problems.add(
                    api,
                    "nothing says where it is; give the hub its host, or write"
                        + " url: https://hub.example.edu/hub/api here"));
  }

  private void checkWindow(Place window) {
    Optional<LocalDateTime> from = window.field("from").flatMap(this::time);
    Optional<LocalDateTime> to = window.field("to").flatMap(this::time);
    if (from.isPresent() && to.isPresent() && !to.get().isAfter(from.get())) {
      problems.add(
          window.field("to").orElse(window),
          "the window ends at " + to.get() + ", not after its begin " + from.get());
    }
  }

  private Optional<LocalDateTime> time(Place place) {
    if (!problems.noneUnder(place.path())) {
      return Optional.empty();
    }
    try {
      return place.text().map(LocalDateTime::parse);
    } catch (DateTimeException e) {
      problems.add(place, "no such date or time: " + Words.quote(place.raw()));
      return Optional.empty();
    }
  }

  private static Stream<Place> namespace(Place hub) {
    return hub.field("namespace").or(() -> hub.field("name")).stream();
  }

  private static Stream<Place> fields(List<Place> owners, String name) {
    return owners.stream().flatMap(owner -> owner.field(name).stream());
  }
}
