package org.hubkeeper.activities.aws.nodes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDeviceRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.eks.model.Cluster;

/** What a launch template says of the machines of a node group. */
final class TemplateData {

  /** The root disk of all of EKS's images but Bottlerocket's, whose data are on the second. */
  private static final String ROOT = "/dev/xvda";

  private static final String BOTTLEROCKET_DATA = "/dev/xvdb";

  /** As eksctl sets it: a pod is one hop further away than its node. */
  private static final int HOPS = 2;

  private TemplateData() {}

  static RequestLaunchTemplateData of(ClusterRef cluster, NodeGroup group, Cluster found) {
    boolean fixed = !group.ami().isEmpty();
    return RequestLaunchTemplateData.builder()
        .blockDeviceMappings(List.of(disk(group)))
        .metadataOptions(
            LaunchTemplateInstanceMetadataOptionsRequest.builder()
                .httpTokens(LaunchTemplateHttpTokensState.REQUIRED)
                .httpPutResponseHopLimit(HOPS)
                .build())
        .tagSpecifications(specifications(cluster, group))
        .imageId(fixed ? group.ami() : null)
        .userData(fixed ? UserData.of(group, found) : null)
        .build();
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private static LaunchTemplateBlockDeviceMappingRequest disk(NodeGroup group) {
    boolean bottlerocket = group.amiFamily().equals("Bottlerocket");
    return LaunchTemplateBlockDeviceMappingRequest.builder()
        .deviceName(bottlerocket ? BOTTLEROCKET_DATA : ROOT)
        .ebs(
            LaunchTemplateEbsBlockDeviceRequest.builder()
                .volumeSize(group.volumeGiB() > 0 ? group.volumeGiB() : null)
                .volumeType(group.volumeType().isEmpty() ? "gp3" : group.volumeType())
                .deleteOnTermination(true)
                .build())
        .build();
  }

  private static List<LaunchTemplateTagSpecificationRequest> specifications(
      ClusterRef cluster, NodeGroup group) {
    Map<String, String> tags = new TreeMap<>(group.tags());
    tags.put("Name", "%s-%s-Node".formatted(cluster.name(), group.name()));
    tags.put(OwnTags.CLUSTER, cluster.name());
    return Stream.of(ResourceType.INSTANCE, ResourceType.VOLUME)
        .map(
            type ->
                LaunchTemplateTagSpecificationRequest.builder()
                    .resourceType(type)
                    .tags(tags(tags))
                    .build())
        .toList();
  }
}
