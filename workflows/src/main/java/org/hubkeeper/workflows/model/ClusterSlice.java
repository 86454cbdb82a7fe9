package org.hubkeeper.workflows.model;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
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
      String commit,
      String fleetHash) {
    this(
        ref, hubs, neighbours, approvals, owners, timeZone, freezes, commit, fleetHash, Names.NONE);
  }

  /** Why nothing may be changed at this time: window and reason, local and in UTC. */
  public Optional<String> frozen(Instant now) {
    ZoneId zone = ZoneId.of(timeZone);
    return freezes.stream()
        .filter(freeze -> !now.isBefore(freeze.start(zone)) && now.isBefore(freeze.end(zone)))
        .findFirst()
        .map(
            freeze ->
                "frozen for %s from %s to %s in %s (%s to %s)"
                    .formatted(
                        freeze.reason(),
                        freeze.from(),
                        freeze.to(),
                        timeZone,
                        freeze.start(zone),
                        freeze.end(zone)));
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

  /** A JupyterHub on the cluster; the host is empty where it has no name of its own. */
  public record Hub(String name, String namespace, String host) {

    public Hub {
      host = host == null ? "" : host;
    }

    /** Reached below the cluster's name. */
    public Hub(String name, String namespace) {
      this(name, namespace, "");
    }
  }

  /**
   * A window in which nothing is changed.
   *
   * @param from local date and time, as {@code 2026-12-07T00:00}, in the cluster's time zone
   */
  public record Freeze(String from, String to, String reason) {

    Instant start(ZoneId zone) {
      return LocalDateTime.parse(from).atZone(zone).toInstant();
    }

    /** When the clocks show the time twice, the second counts. */
    Instant end(ZoneId zone) {
      return LocalDateTime.parse(to).atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }
  }
}
