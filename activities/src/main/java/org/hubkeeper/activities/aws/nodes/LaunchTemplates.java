package org.hubkeeper.activities.aws.nodes;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.eks.model.Cluster;

/**
 * Launch templates of node groups, named as eksctl names them. EKS takes the size of disks itself;
 * their type and a fixed image it takes from a template only.
 */
final class LaunchTemplates {

  private static final String CONTENT = "hubkeeper/template";
  private static final String NO_TEMPLATE = "InvalidLaunchTemplateName.NotFoundException";

  private final Ec2Client ec2;
  private final ClusterRef cluster;
  private final Author author;

  LaunchTemplates(Ec2Client ec2, ClusterRef cluster, Author author) {
    this.ec2 = ec2;
    this.cluster = cluster;
    this.author = author;
  }

  static boolean needed(NodeGroup group) {
    return !group.volumeType().isEmpty() || !group.ami().isEmpty();
  }

  /** The id of a template for a group that is not there yet. */
  String ensure(NodeGroup group, Cluster found) {
    RequestLaunchTemplateData data = TemplateData.of(cluster, group, found);
    String content =
        UUID.nameUUIDFromBytes((data + data.userData()).getBytes(StandardCharsets.UTF_8))
            .toString();
    Optional<LaunchTemplate> there = look(group.name());
    if (there.isEmpty()) {
      return create(group, data, content);
    }
    requireOurs(there.get());
    if (!content.equals(tags(there.get()).get(CONTENT))) {
      // Nothing uses it: the group is still to be made.
      delete(there.get());
      throw Failures.notReady("launch template of %s is made anew", group.name());
    }
    return there.get().launchTemplateId();
  }

  void ensureAbsent(String group) {
    look(group).filter(template -> OwnTags.ours(cluster, tags(template))).ifPresent(this::delete);
  }

  private String create(NodeGroup group, RequestLaunchTemplateData data, String content) {
    Map<String, String> tags = new TreeMap<>(OwnTags.of(cluster, author, group.tags()));
    tags.put(CONTENT, content);
    return ec2.createLaunchTemplate(
            request ->
                request
                    .launchTemplateName(name(group.name()))
                    .launchTemplateData(data)
                    .clientToken(author.token("template " + group.name()))
                    .tagSpecifications(specification(tags)))
        .launchTemplate()
        .launchTemplateId();
  }

  private Optional<LaunchTemplate> look(String group) {
    try {
      return ec2
          .describeLaunchTemplates(r -> r.launchTemplateNames(name(group)))
          .launchTemplates()
          .stream()
          .findFirst();
    } catch (Ec2Exception e) {
      if (AwsFailures.code(e).equals(NO_TEMPLATE)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void delete(LaunchTemplate template) {
    ec2.deleteLaunchTemplate(r -> r.launchTemplateId(template.launchTemplateId()));
  }

  private void requireOurs(LaunchTemplate template) {
    if (!OwnTags.ours(cluster, tags(template))) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "EC2 has a launch template %s that Hubkeeper did not make; remove or rename it"
              .formatted(template.launchTemplateName()),
          null);
    }
  }

  private String name(String group) {
    return "eksctl-" + cluster.name() + "-nodegroup-" + group;
  }

  private static Map<String, String> tags(LaunchTemplate template) {
    return template.tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value, (one, other) -> one));
  }

  private static TagSpecification specification(Map<String, String> tags) {
    return TagSpecification.builder()
        .resourceType(ResourceType.LAUNCH_TEMPLATE)
        .tags(TemplateData.tags(tags))
        .build();
  }
}
