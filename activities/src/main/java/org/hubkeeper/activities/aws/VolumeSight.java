package org.hubkeeper.activities.aws;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Volume;

/** Reads volumes and their snapshots. */
final class VolumeSight {

  /** Most values that EC2 takes in one filter. */
  private static final int FILTER_VALUES = 200;

  private static final int PAGE = 500;

  private final Ec2Client ec2;

  VolumeSight(Ec2Client ec2) {
    this.ec2 = ec2;
  }

  /** A page of detached volumes. */
  record Seen(List<SeenVolume> volumes, String next) {}

  Seen detached(String token) {
    DescribeVolumesResponse page =
        ec2.describeVolumes(
            request ->
                request
                    .filters(filter("status", List.of("available")))
                    .maxResults(PAGE)
                    .nextToken(token.isEmpty() ? null : token));
    return new Seen(
        withSnapshots(page.volumes()), page.nextToken() == null ? "" : page.nextToken());
  }

  /**
   * The volumes by id. A filter leaves out those that no longer exist; asked for by id, one of them
   * would fail the whole call.
   */
  Map<String, SeenVolume> look(List<String> ids) {
    return look(ids, snapshots(ids));
  }

  /** The same with snapshots that were seen before, since it is volumes that people attach. */
  Map<String, SeenVolume> look(List<String> ids, Map<String, List<Snapshot>> snapshots) {
    Map<String, SeenVolume> byId = new LinkedHashMap<>();
    for (List<String> some : pieces(ids)) {
      ec2.describeVolumes(r -> r.filters(filter("volume-id", some))).volumes().stream()
          .map(volume -> seen(volume, snapshots))
          .forEach(seen -> byId.put(seen.id(), seen));
    }
    return byId;
  }

  /** Whether a refused request was about a volume that no longer exists, whatever its code says. */
  boolean gone(String id) {
    // Permissions may hang on tags, and those go with the volume: then the refusal is "forbidden".
    return Optional.ofNullable(look(List.of(id)).get(id)).map(SeenVolume::vanishing).orElse(true);
  }

  private List<SeenVolume> withSnapshots(List<Volume> volumes) {
    Map<String, List<Snapshot>> snapshots =
        snapshots(volumes.stream().map(Volume::volumeId).toList());
    return volumes.stream().map(volume -> seen(volume, snapshots)).toList();
  }

  private static SeenVolume seen(Volume volume, Map<String, List<Snapshot>> snapshots) {
    return SeenVolume.of(volume, snapshots.getOrDefault(volume.volumeId(), List.of()));
  }

  /** The account's own snapshots of these volumes, newest first. */
  Map<String, List<Snapshot>> snapshots(List<String> volumes) {
    Map<String, List<Snapshot>> byVolume = new HashMap<>();
    for (List<String> some : pieces(volumes)) {
      ec2.describeSnapshotsPaginator(own(some)).snapshots().stream()
          .forEach(
              one -> byVolume.computeIfAbsent(one.volumeId(), id -> new ArrayList<>()).add(one));
    }
    byVolume
        .values()
        .forEach(
            list ->
                list.sort(comparing(Snapshot::startTime, nullsFirst(naturalOrder())).reversed()));
    return byVolume;
  }

  private static DescribeSnapshotsRequest own(List<String> volumes) {
    return DescribeSnapshotsRequest.builder()
        .ownerIds("self")
        .filters(filter("volume-id", volumes))
        .maxResults(1000)
        .build();
  }

  private static Filter filter(String name, List<String> values) {
    return Filter.builder().name(name).values(values).build();
  }

  private static List<List<String>> pieces(List<String> ids) {
    List<List<String>> pieces = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += FILTER_VALUES) {
      pieces.add(ids.subList(from, Math.min(from + FILTER_VALUES, ids.size())));
    }
    return pieces;
  }
}
