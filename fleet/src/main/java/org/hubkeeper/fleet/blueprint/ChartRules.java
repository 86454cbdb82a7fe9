package org.hubkeeper.fleet.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.hubkeeper.fleet.Place;
import org.hubkeeper.fleet.Problems;
import org.hubkeeper.fleet.Words;
import org.hubkeeper.fleet.blueprint.EffectiveValues.Spot;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;

/**
 * What some charts need to be told and would otherwise fail at much later, or silently: Velero its
 * bucket, the autoscaler a priority for every pool.
 */
final class ChartRules {

  private static final String AUTOSCALER = "eksctl-autoscaler";
  private static final String VELERO = "velero";
  private static final String CLUSTER = "${cluster}";
  private static final Pattern PRIORITY = Pattern.compile("(priorities|properties)[.]([^.\\[]+).*");

  /** What Velero needs, by the keys of the DS@OSU chart and of Velero's own. */
  private static final Map<String, List<String>> OF_VELERO =
      new TreeMap<>(
          Map.of(
              "bucket",
              List.of("veleroS3Bucket", "configuration.backupStorageLocation[0].bucket"),
              "region",
              List.of("veleroBackupRegion", "configuration.backupStorageLocation[0].config.region"),
              "cluster name",
              List.of("eksClusterName", "configuration.backupStorageLocation[0].prefix")));

  private final Place component;
  private final ComponentEntry entry;
  private final EffectiveValues values;
  private final Problems problems;

  ChartRules(Place component, ComponentEntry entry, EffectiveValues values, Problems problems) {
    this.component = component;
    this.entry = entry;
    this.values = values;
    this.problems = problems;
  }

  void check(ClusterDefinition definition) {
    if (entry.chartName().equals(VELERO)) {
      checkVelero(definition);
    } else if (entry.chartName().equals(AUTOSCALER)) {
      checkName("clusterName", definition);
      checkPriorities(definition);
    }
  }

  /**
   * The key under which an autoscaler's values have its priorities; the guide calls them {@code
   * properties} (E-12).
   */
  Optional<String> priorities() {
    return Stream.of("priorities", "properties")
        .filter(key -> entry.chartName().equals(AUTOSCALER))
        .filter(key -> values.all().keySet().stream().anyMatch(path -> path.startsWith(key + ".")))
        .findFirst();
  }

  private void checkVelero(ClusterDefinition definition) {
    OF_VELERO.forEach(
        (what, keys) -> {
          if (keys.stream().noneMatch(key -> values.at(key).isPresent())) {
            missing(keys.get(0), "Velero needs a " + what);
          }
        });
    checkName("eksClusterName", definition);
    boolean credentials =
        !entry.identities().isEmpty()
            || values.at("credentials.existingSecret").isPresent()
            || entry.secretValues().keySet().stream().anyMatch(key -> key.contains("redentials"));
    if (!credentials) {
      problems.add(
          component.line(),
          component.column(),
          component.path() + ".identities",
          "required; Velero needs credentials: give its service account a role with the bucket's"
              + " rights");
    }
  }

  private void missing(String key, String why) {
    problems.add(
        component.line(),
        component.column(),
        component.path() + ".inline." + key,
        "required; " + why + ", here or in a file of values");
  }

  private void checkName(String key, ClusterDefinition definition) {
    Optional<Spot> name = values.at(key);
    if (name.isEmpty()) {
      missing(key, "the cluster's name, as " + CLUSTER);
    } else if (!List.of(CLUSTER, definition.name()).contains(name.get().text())) {
      name.get()
          .refuse(
              "found %s, the cluster is %s; write %s"
                  .formatted(Words.quote(name.get().text()), definition.name(), CLUSTER));
    }
  }

  /** Without a number of its own a pool is grown last or never. */
  private void checkPriorities(ClusterDefinition definition) {
    Map<String, List<Pattern>> priorities = new TreeMap<>();
    values
        .all()
        .forEach(
            (path, spot) -> {
              Matcher priority = PRIORITY.matcher(path);
              if (priority.matches()) {
                pattern(priority.group(2), spot)
                    .ifPresent(
                        pattern ->
                            priorities.merge(
                                priority.group(2), List.of(pattern), ChartRules::both));
              }
            });
    for (NodeGroup pool : definition.nodeGroups()) {
      List<String> fitting =
          priorities.entrySet().stream()
              .filter(one -> one.getValue().stream().anyMatch(p -> p.matcher(asg(pool)).find()))
              .map(Map.Entry::getKey)
              .toList();
      if (pool.min() < pool.max() && fitting.size() != 1) {
        problems.add(
            component.line(),
            component.column(),
            component.path() + ".inline.priorities",
            (fitting.isEmpty()
                    ? "no pattern fits the pool " + pool.name()
                    : "%s all fit the pool %s".formatted(String.join(", ", fitting), pool.name()))
                + "; give each pool that grows one number, dearer machines a smaller one");
      }
    }
  }

  private static Optional<Pattern> pattern(String number, Spot spot) {
    if (!number.matches("[1-9][0-9]{0,8}")) {
      spot.refuse("the priority " + Words.quote(number) + " is no number; write one, as 10");
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(spot.text()));
    } catch (PatternSyntaxException e) {
      spot.refuse("no regular expression: " + e.getDescription() + "; as .*t3a-large.*");
      return Optional.empty();
    }
  }

  private static List<Pattern> both(List<Pattern> one, List<Pattern> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }

  /** How EKS names a node group's Auto Scaling group; what follows differs each time. */
  private static String asg(NodeGroup pool) {
    return "eks-" + pool.name() + "-";
  }
}
