package org.hubkeeper.workflows.model;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Approvals;

/**
 * What the fleet file says of one cluster, as recorded by a run.
 *
 * @param neighbours the fleet's other clusters in the same cloud, account and region, whose objects
 *     may refer to resources of this account
 * @param owners addresses that notices about this cluster go to
 * @param timeZone IANA name of the zone that people of this cluster plan in
 * @param upgrade how the cluster is upgraded
 * @param commit commit of the fleet file, empty when it is in no repository
 * @param fleetHash SHA-256 of the fleet file
 * @param names under which people reach it
 */
public record ClusterSlice(
    ClusterRef ref,
    List<Hub> hubs,
    List<ClusterRef> neighbours,
    Approvals approvals,
    List<String> owners,
    String timeZone,
    List<Freeze> freezes,
    List<Event> events,
    UpgradePolicy upgrade,
    String commit,
    String fleetHash,
    Names names) {

  /** What a run recorded before there was a field is empty. */
  public ClusterSlice {
    names = names == null ? Names.NONE : names;
    hubs = List.copyOf(hubs);
    neighbours = List.copyOf(neighbours);
    owners = List.copyOf(owners);
    freezes = List.copyOf(freezes);
    events = events == null ? List.of() : List.copyOf(events);
    upgrade = upgrade == null ? UpgradePolicy.DEFAULT : upgrade;
  }

  /** Of a cluster that nobody reaches by a name. */
  public ClusterSlice(
      ClusterRef ref,
      List<Hub> hubs,
      List<ClusterRef> neighbours,
      Approvals approvals,
      List<String> owners,
      String timeZone,
      List<Freeze> freezes,
      List<Event> events,
      UpgradePolicy upgrade,
      String commit,
      String fleetHash) {
    this(
        ref,
        hubs,
        neighbours,
        approvals,
        owners,
        timeZone,
        freezes,
        events,
        upgrade,
        commit,
        fleetHash,
        Names.NONE);
  }

  /** Why nothing may be changed at this time: window and reason, local and in UTC. */
  public Optional<String> frozen(Instant now) {
    ZoneId zone = ZoneId.of(timeZone);
    return freezes.stream()
        .filter(freeze -> !now.isBefore(freeze.start(zone)) && now.isBefore(freeze.end(zone)))
        .findFirst()
        .map(freeze -> "frozen" + words(freeze, zone));
  }

  /** The next window in which nothing may be changed, if it begins within this time. */
  public Optional<String> freezing(Instant now, Duration within) {
    ZoneId zone = ZoneId.of(timeZone);
    return freezes.stream()
        .filter(freeze -> between(now, freeze.start(zone), now.plus(within)))
        .min(Comparator.comparing(freeze -> freeze.start(zone)))
        .map(freeze -> "will be frozen" + words(freeze, zone));
  }

  /** What people count on the cluster for, now or within this time. */
  public List<String> events(Instant now, Duration within) {
    ZoneId zone = ZoneId.of(timeZone);
    return events.stream()
        .filter(event -> event.start(zone).isBefore(now.plus(within)))
        .filter(event -> now.isBefore(event.end(zone)))
        .map(
            event ->
                event.name() + window(event.from(), event.to(), event.start(zone), event.end(zone)))
        .toList();
  }

  private static boolean between(Instant from, Instant at, Instant to) {
    return from.isBefore(at) && at.isBefore(to);
  }

  private String words(Freeze freeze, ZoneId zone) {
    return " for "
        + freeze.reason()
        + window(freeze.from(), freeze.to(), freeze.start(zone), freeze.end(zone));
  }

  private String window(String from, String to, Instant start, Instant end) {
    return " from %s to %s in %s (%s to %s)".formatted(from, to, timeZone, start, end);
  }

  /**
   * A JupyterHub on the cluster.
   *
   * @param api whether the fleet file says how to reach its API
   * @param host empty where it has no name of its own and is reached below the cluster's
   */
  public record Hub(String name, String namespace, boolean api, String host) {

    public Hub {
      host = host == null ? "" : host;
    }

    public Hub(String name, String namespace) {
      this(name, namespace, false, "");
    }

    public Hub(String name, String namespace, boolean api) {
      this(name, namespace, api, "");
    }
  }

  /**
   * Names of hosts.
   *
   * @param host of the cluster's ingress; empty for none
   * @param zone DNS zone that we may change; empty when somebody else publishes names
   */
  public record Names(String host, String zone) {

    static final Names NONE = new Names("", "");
  }

  /**
   * Something that people count on the cluster for, as a class or an exam.
   *
   * @param from local date and time in the cluster's time zone
   */
  public record Event(String from, String to, String name) {

    Instant start(ZoneId zone) {
      return first(from, zone);
    }

    Instant end(ZoneId zone) {
      return last(to, zone);
    }
  }

  /**
   * A window in which nothing is changed.
   *
   * @param from local date and time, as {@code 2026-12-07T00:00}, in the cluster's time zone
   */
  public record Freeze(String from, String to, String reason) {

    Instant start(ZoneId zone) {
      return first(from, zone);
    }

    Instant end(ZoneId zone) {
      return last(to, zone);
    }
  }

  private static Instant first(String local, ZoneId zone) {
    return LocalDateTime.parse(local).atZone(zone).toInstant();
  }

  /** When the clocks show the time twice, the second counts. */
  private static Instant last(String local, ZoneId zone) {
    return LocalDateTime.parse(local).atZone(zone).withLaterOffsetAtOverlap().toInstant();
  }
}
