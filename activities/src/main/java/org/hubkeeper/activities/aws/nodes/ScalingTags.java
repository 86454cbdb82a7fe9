package org.hubkeeper.activities.aws.nodes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * The tags by which an autoscaler finds Auto Scaling groups and knows what the nodes of an empty
 * one would be like.
 */
public final class ScalingTags {

  private static final String PREFIX = "k8s.io/cluster-autoscaler/";
  private static final String LABEL = PREFIX + "node-template/label/";
  private static final String TAINT = PREFIX + "node-template/taint/";

  /** So many names EC2 Auto Scaling takes in a filter. */
  private static final int NAMES = 100;

  private final AutoScalingClient scaling;

  public ScalingTags(AutoScalingClient scaling) {
    this.scaling = scaling;
  }

  /** Those that are for an autoscaler, by group and key. */
  public Map<String, Map<String, String>> of(List<String> groups) {
    Map<String, Map<String, String>> found = new HashMap<>();
    for (int from = 0; from < groups.size(); from += NAMES) {
      List<String> names = groups.subList(from, Math.min(from + NAMES, groups.size()));
      Filter named = Filter.builder().name("auto-scaling-group").values(names).build();
      for (TagDescription tag : scaling.describeTagsPaginator(r -> r.filters(named)).tags()) {
        if (tag.key().startsWith(PREFIX)) {
          found
              .computeIfAbsent(tag.resourceId(), group -> new TreeMap<>())
              .put(tag.key(), Objects.requireNonNullElse(tag.value(), ""));
        }
      }
    }
    return found;
  }

  /** Sets what is missing or differs. */
  public void ensure(String group, Map<String, String> wanted) {
    Map<String, String> found = of(List.of(group)).getOrDefault(group, Map.of());
    List<Tag> missing = new ArrayList<>();
    wanted.forEach(
        (key, value) -> {
          if (!value.equals(found.get(key))) {
            missing.add(
                Tag.builder()
                    .resourceType("auto-scaling-group")
                    .resourceId(group)
                    .key(key)
                    .value(value)
                    .propagateAtLaunch(false)
                    .build());
          }
        });
    if (!missing.isEmpty()) {
      scaling.createOrUpdateTags(r -> r.tags(missing));
    }
  }

  static Map<String, String> wanted(ClusterRef cluster, NodeGroup group) {
    Map<String, String> wanted = new TreeMap<>();
    wanted.put(PREFIX + "enabled", "true");
    wanted.put(PREFIX + cluster.name(), "owned");
    group.labels().forEach((key, value) -> wanted.put(LABEL + key, value));
    group
        .taints()
        .forEach(taint -> wanted.put(TAINT + taint.key(), taint.value() + ":" + taint.effect()));
    return wanted;
  }
}
