package org.hubkeeper.activities.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.model.VolumeFact.Identity;

/**
 * Where a volume comes from, as far as tags tell.
 *
 * <ol>
 *   <li>Tags that Hubkeeper wrote name the cluster.
 *   <li>Tags of the storage driver name the claim's namespace and, mostly, the cluster.
 *   <li>Tags of a snapshot of the volume name a cluster, and no two snapshots differ.
 *   <li>The name has the form that the storage driver gives.
 *   <li>Otherwise nothing is known, except perhaps a cluster by a tag without a claim.
 * </ol>
 *
 * <p>Tags that name different clusters name none.
 *
 * @param cluster empty when nothing tells
 * @param hub hub or namespace, empty when nothing tells
 */
record Origin(Identity identity, String cluster, String hub) {

  private static final Pattern DRIVER_NAME = Pattern.compile("(.+)-dynamic-(pvc-)?.+");

  /** What the driver that was part of Kubernetes put in place of the cluster's name. */
  private static final String ANY_CLUSTER = "kubernetes";

  static Origin of(Map<String, String> tags, List<Map<String, String>> snapshots) {
    List<Origin> traces = new ArrayList<>();
    byOurTags(tags).ifPresent(traces::add);
    byClaim(tags).ifPresent(traces::add);
    bySnapshots(snapshots).ifPresent(traces::add);
    byName(tags).ifPresent(traces::add);
    return traces.isEmpty()
        ? new Origin(Identity.NONE, taggedCluster(tags), "")
        : traces.get(0).completedBy(traces);
  }

  /** Whether the storage driver made the name, so that it tells people nothing. */
  static boolean driverName(String name) {
    return DRIVER_NAME.matcher(name).matches();
  }

  /** A certain trace may lack what a weaker one of the same cluster tells. */
  private Origin completedBy(List<Origin> traces) {
    String known =
        cluster.isEmpty() ? first(traces.stream().map(Origin::cluster).toList()) : cluster;
    List<String> hubs =
        traces.stream()
            .filter(trace -> trace.cluster.isEmpty() || trace.cluster.equals(known))
            .map(Origin::hub)
            .toList();
    return new Origin(identity, known, hub.isEmpty() ? first(hubs) : hub);
  }

  private static Optional<Origin> byOurTags(Map<String, String> tags) {
    return Optional.ofNullable(tags.get(VolumeTags.CLUSTER))
        .filter(cluster -> !cluster.isBlank())
        .map(cluster -> new Origin(Identity.TAGS, cluster, hub(tags)));
  }

  private static Optional<Origin> byClaim(Map<String, String> tags) {
    boolean driver =
        !clusters(tags).isEmpty() || "true".equals(tags.get(VolumeTags.DRIVER_CLUSTER));
    return Optional.ofNullable(tags.get(VolumeTags.CLAIM_NAMESPACE))
        .filter(namespace -> driver && !namespace.isBlank())
        .map(namespace -> new Origin(Identity.CLAIM_TAGS, taggedCluster(tags), namespace));
  }

  private static Optional<Origin> bySnapshots(List<Map<String, String>> snapshots) {
    List<Origin> told =
        snapshots.stream()
            .map(tags -> new Origin(Identity.SNAPSHOT, snapshotCluster(tags), hub(tags)))
            .filter(origin -> !origin.cluster.isEmpty())
            .toList();
    boolean agree = told.stream().map(Origin::cluster).distinct().count() == 1;
    return agree ? Optional.of(told.get(0)) : Optional.empty();
  }

  private static Optional<Origin> byName(Map<String, String> tags) {
    Matcher name = DRIVER_NAME.matcher(tags.getOrDefault(VolumeTags.NAME, ""));
    if (!name.matches()) {
      return Optional.empty();
    }
    String named = name.group(1).equals(ANY_CLUSTER) ? "" : name.group(1);
    String tagged = taggedCluster(tags);
    return Optional.of(new Origin(Identity.NAME, tagged.isEmpty() ? named : tagged, ""));
  }

  private static String snapshotCluster(Map<String, String> tags) {
    String ours = tags.getOrDefault(VolumeTags.CLUSTER, "");
    return ours.isEmpty() ? taggedCluster(tags) : ours;
  }

  private static String taggedCluster(Map<String, String> tags) {
    Set<String> clusters = clusters(tags);
    return clusters.size() == 1 ? clusters.iterator().next() : "";
  }

  private static Set<String> clusters(Map<String, String> tags) {
    Set<String> clusters =
        tags.keySet().stream()
            .filter(key -> key.startsWith(VolumeTags.CLUSTER_PREFIX))
            .map(key -> key.substring(VolumeTags.CLUSTER_PREFIX.length()))
            .collect(Collectors.toSet());
    String legacy = tags.getOrDefault(VolumeTags.LEGACY_CLUSTER, "");
    if (!legacy.isBlank()) {
      clusters.add(legacy);
    }
    return clusters;
  }

  private static String hub(Map<String, String> tags) {
    String ours = tags.getOrDefault(VolumeTags.HUB, "");
    return ours.isEmpty() ? tags.getOrDefault(VolumeTags.CLAIM_NAMESPACE, "") : ours;
  }

  private static String first(List<String> texts) {
    return texts.stream().filter(text -> !text.isEmpty()).findFirst().orElse("");
  }
}
