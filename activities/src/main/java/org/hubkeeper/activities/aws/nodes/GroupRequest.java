package org.hubkeeper.activities.aws.nodes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.eks.model.CapacityTypes;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.CreateNodegroupRequest;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.Taint;
import software.amazon.awssdk.services.eks.model.TaintEffect;

/**
 * Asks EKS for a new node group.
 *
 * <p>It begins with one node, or with the least that it may have: an autoscaler learns from it what
 * the group's nodes are like. Nodes are in the public subnets unless the definition wants them in
 * the private ones, as with eksctl.
 */
public final class GroupRequest {

  /** Labels and tags by which eksctl knows a group. */
  public static final String CLUSTER_LABEL = "alpha.eksctl.io/cluster-name";

  public static final String NAME_LABEL = "alpha.eksctl.io/nodegroup-name";

  private static final Map<String, TaintEffect> EFFECTS =
      Map.of(
          "NoSchedule", TaintEffect.NO_SCHEDULE,
          "NoExecute", TaintEffect.NO_EXECUTE,
          "PreferNoSchedule", TaintEffect.PREFER_NO_SCHEDULE);

  private final AwsApis apis;
  private final ClusterRef cluster;
  private final Author author;

  GroupRequest(AwsApis apis, ClusterRef cluster, Author author) {
    this.apis = apis;
    this.cluster = cluster;
    this.author = author;
  }

  void send(NodeGroup wanted, StackFact stack) {
    CreateNodegroupRequest.Builder request =
        CreateNodegroupRequest.builder()
            .clusterName(cluster.name())
            .nodegroupName(wanted.name())
            .nodeRole(stack.outputs().get("NodeRoleARN"))
            .subnets(subnets(wanted, stack))
            .instanceTypes(wanted.instanceTypes())
            .scalingConfig(sizes(wanted))
            .capacityType(wanted.spot() ? CapacityTypes.SPOT : CapacityTypes.ON_DEMAND)
            .labels(labels(wanted))
            .taints(taints(wanted))
            .clientRequestToken(author.token("node group " + wanted.name()))
            .tags(tags(wanted));
    if (wanted.ami().isEmpty()) {
      request.amiType(MachineImages.of(wanted));
    }
    if (LaunchTemplates.needed(wanted)) {
      String id =
          new LaunchTemplates(apis.ec2(cluster), cluster, author).ensure(wanted, described(wanted));
      request.launchTemplate(template -> template.id(id));
    } else if (wanted.volumeGiB() > 0) {
      request.diskSize(wanted.volumeGiB());
    }
    apis.eks(cluster).createNodegroup(request.build());
  }

  /** Only a fixed image must be told where its cluster is. */
  private Cluster described(NodeGroup wanted) {
    return wanted.ami().isEmpty()
        ? Cluster.builder().build()
        : apis.eks(cluster).describeCluster(r -> r.name(cluster.name())).cluster();
  }

  private List<String> subnets(NodeGroup wanted, StackFact stack) {
    String subnets = wanted.privateNetworking() ? "SubnetsPrivate" : "SubnetsPublic";
    List<String> all = Stream.of(stack.outputs().getOrDefault(subnets, "").split(",")).toList();
    if (wanted.zones().isEmpty()) {
      return all;
    }
    List<String> inZones =
        apis.ec2(cluster).describeSubnets(r -> r.subnetIds(all)).subnets().stream()
            .filter(subnet -> wanted.zones().contains(subnet.availabilityZone()))
            .map(Subnet::subnetId)
            .toList();
    if (inZones.isEmpty()) {
      throw Failures.of(
          FailureKind.REJECTED,
          "node group %s: availabilityZones %s has none of the cluster's zones"
              .formatted(wanted.name(), wanted.zones()),
          null);
    }
    return inZones;
  }

  private static NodegroupScalingConfig sizes(NodeGroup wanted) {
    return NodegroupScalingConfig.builder()
        .minSize(wanted.min())
        .maxSize(wanted.max())
        .desiredSize(Math.max(1, wanted.min()))
        .build();
  }

  private Map<String, String> labels(NodeGroup wanted) {
    Map<String, String> labels = new TreeMap<>(wanted.labels());
    labels.put(CLUSTER_LABEL, cluster.name());
    labels.put(NAME_LABEL, wanted.name());
    return labels;
  }

  private Map<String, String> tags(NodeGroup wanted) {
    Map<String, String> tags = new TreeMap<>(OwnTags.of(cluster, author, wanted.tags()));
    tags.put(NAME_LABEL, wanted.name());
    tags.put("alpha.eksctl.io/nodegroup-type", "managed");
    return tags;
  }

  private static List<Taint> taints(NodeGroup wanted) {
    return wanted.taints().stream()
        .map(
            taint ->
                Taint.builder()
                    .key(taint.key())
                    .value(taint.value().isEmpty() ? null : taint.value())
                    .effect(effect(wanted, taint.effect()))
                    .build())
        .toList();
  }

  private static TaintEffect effect(NodeGroup wanted, String effect) {
    if (!EFFECTS.containsKey(effect)) {
      throw Failures.of(
          FailureKind.REJECTED,
          "node group %s: taint effect %s is none of NoSchedule, NoExecute, PreferNoSchedule"
              .formatted(wanted.name(), effect),
          null);
    }
    return EFFECTS.get(effect);
  }
}
