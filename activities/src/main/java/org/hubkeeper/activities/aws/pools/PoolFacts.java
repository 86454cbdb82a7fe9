package org.hubkeeper.activities.aws.pools;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.activities.aws.cluster.EksIssues;
import org.hubkeeper.activities.aws.nodes.GroupRequest;
import org.hubkeeper.workflows.activity.NodePools.Kind;
import org.hubkeeper.workflows.activity.NodePools.Mark;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.model.ClusterDefinition.Taint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.eks.model.AMITypes;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.TaintEffect;

/** Puts pools of the three kinds into the same words. */
final class PoolFacts {

  private static final Map<TaintEffect, String> EFFECTS =
      Map.of(
          TaintEffect.NO_SCHEDULE, "NoSchedule",
          TaintEffect.NO_EXECUTE, "NoExecute",
          TaintEffect.PREFER_NO_SCHEDULE, "PreferNoSchedule");

  private static final String STACK = "aws:cloudformation:stack-name";

  private final ClusterRef cluster;
  private final KubeVersion controlPlane;
  private final Map<String, PoolNodes> nodes;

  PoolFacts(ClusterRef cluster, KubeVersion controlPlane, Collection<PoolNodes> nodes) {
    this.cluster = cluster;
    this.controlPlane = controlPlane;
    this.nodes = nodes.stream().collect(Collectors.toMap(PoolNodes::pool, Function.identity()));
  }

  /** {@code zones}: by subnet. */
  PoolFact managed(Nodegroup group, Map<String, String> zones) {
    return new PoolFact(
        group.nodegroupName(),
        Kind.MANAGED,
        KubeVersion.find(group.version()).orElseGet(() -> oldest(group.nodegroupName())),
        Objects.requireNonNullElse(group.releaseVersion(), ""),
        group.statusAsString(),
        EksIssues.of(group.health()),
        group.instanceTypes(),
        imageFamily(group),
        group.scalingConfig().minSize(),
        group.scalingConfig().maxSize(),
        group.scalingConfig().desiredSize(),
        group.labels(),
        group.taints().stream().map(PoolFacts::taint).toList(),
        group.subnets().stream()
            .filter(zones::containsKey)
            .map(zones::get)
            .distinct()
            .sorted()
            .toList(),
        GroupTags.growth(group),
        owner(group.tags()),
        Objects.requireNonNullElse(group.createdAt(), Instant.EPOCH));
  }

  PoolFact selfManaged(AutoScalingGroup group) {
    Map<String, String> tags = SelfManagedGroups.tags(group);
    String name = SelfManagedGroups.name(group);
    return new PoolFact(
        name,
        Kind.SELF_MANAGED,
        oldest(name),
        "",
        Objects.requireNonNullElse(group.status(), "ACTIVE"),
        List.of(),
        group.instances().stream().map(one -> one.instanceType()).distinct().toList(),
        "",
        group.minSize(),
        group.maxSize(),
        group.desiredCapacity(),
        Map.of(),
        List.of(),
        group.availabilityZones(),
        Mark.NONE,
        owner(tags),
        Objects.requireNonNullElse(group.createdTime(), Instant.EPOCH));
  }

  /** Nodes of a pool that AWS knows nothing of are a provisioner's in the cluster. */
  PoolFact provisioned(PoolNodes pool) {
    return new PoolFact(
        pool.pool(),
        Kind.PROVISIONED,
        oldest(pool.pool()),
        "",
        "ACTIVE",
        List.of(),
        List.of(),
        "",
        0,
        pool.nodes(),
        pool.nodes(),
        Map.of(),
        List.of(),
        pool.zones().keySet().stream().sorted().toList(),
        Mark.NONE,
        "",
        Instant.EPOCH);
  }

  private KubeVersion oldest(String pool) {
    PoolNodes found = nodes.get(pool);
    return found == null
        ? controlPlane
        : found.kubelets().keySet().stream()
            .flatMap(version -> KubeVersion.find(version).stream())
            .min(KubeVersion::compareTo)
            .orElse(controlPlane);
  }

  private static String imageFamily(Nodegroup group) {
    String type = Objects.requireNonNullElse(group.amiTypeAsString(), "");
    return group.amiType() == AMITypes.CUSTOM ? "" : type.split("_", 2)[0];
  }

  private static Taint taint(software.amazon.awssdk.services.eks.model.Taint taint) {
    return new Taint(
        taint.key(),
        Objects.requireNonNullElse(taint.value(), ""),
        EFFECTS.getOrDefault(taint.effect(), taint.effectAsString()));
  }

  /** What a file of eksctl makes is ours to change, as the stacks are that it comes with. */
  private String owner(Map<String, String> tags) {
    if (OwnTags.ours(cluster, tags) || tags.containsKey(GroupRequest.NAME_LABEL)) {
      return "";
    }
    if (tags.containsKey(STACK)) {
      return "cloudformation";
    }
    return tags.entrySet().stream()
        .filter(tag -> tag.getKey().toLowerCase(Locale.ROOT).matches("managed[-_]?by"))
        .map(tag -> tag.getValue().toLowerCase(Locale.ROOT))
        .filter(tool -> tool.matches("[a-z][a-z-]{1,30}"))
        .findFirst()
        .orElse("");
  }
}
