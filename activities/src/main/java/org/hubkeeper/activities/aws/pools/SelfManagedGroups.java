package org.hubkeeper.activities.aws.pools;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.nodes.GroupRequest;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** Auto Scaling groups whose machines join a cluster without EKS managing them. */
final class SelfManagedGroups {

  private static final String OWNED = "kubernetes.io/cluster/";
  private static final String MANAGED = "eks:nodegroup-name";

  private final AutoScalingClient scaling;
  private final ClusterRef cluster;

  SelfManagedGroups(AutoScalingClient scaling, ClusterRef cluster) {
    this.scaling = scaling;
    this.cluster = cluster;
  }

  List<AutoScalingGroup> all() {
    Filter owned = Filter.builder().name("tag-key").values(OWNED + cluster.name()).build();
    return scaling
        .describeAutoScalingGroupsPaginator(r -> r.filters(owned))
        .autoScalingGroups()
        .stream()
        .filter(group -> !tags(group).containsKey(MANAGED))
        .toList();
  }

  /** As eksctl calls it; else the name of the Auto Scaling group. */
  static String name(AutoScalingGroup group) {
    return tags(group).getOrDefault(GroupRequest.NAME_LABEL, group.autoScalingGroupName());
  }

  static Map<String, String> tags(AutoScalingGroup group) {
    return group.tags().stream()
        .collect(
            Collectors.toMap(TagDescription::key, tag -> String.valueOf(tag.value()), (a, b) -> a));
  }
}
