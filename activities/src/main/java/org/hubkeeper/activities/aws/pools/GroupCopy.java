package org.hubkeeper.activities.aws.pools;

import java.util.Map;
import java.util.TreeMap;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.activities.aws.nodes.GroupRequest;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AMITypes;
import software.amazon.awssdk.services.eks.model.CreateNodegroupRequest;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;

/**
 * Asks EKS for a node group like another, in another Kubernetes version: of the machines, disks,
 * subnets, labels, taints and bounds that the other has, whatever a file says of it.
 */
final class GroupCopy {

  /** AWS's own tags can't be given to anything. */
  private static final String OF_AWS = "aws:";

  /** Only images that EKS chooses can be told a version. */
  private static final String FIXED_IMAGE =
      "node group %s starts from a machine image of its own, which fixes its Kubernetes version;"
          + " make a group with an image for %s, let people move there and retire this one";

  private final EksClient eks;
  private final ClusterRef cluster;
  private final Author author;

  GroupCopy(EksClient eks, ClusterRef cluster, Author author) {
    this.eks = eks;
    this.cluster = cluster;
    this.author = author;
  }

  /** {@code nodes}: with how many it begins, within its bounds. */
  void send(Nodegroup from, String name, KubeVersion version, int nodes) {
    if (from.amiType() == AMITypes.CUSTOM) {
      throw Failures.of(
          FailureKind.REJECTED, FIXED_IMAGE.formatted(from.nodegroupName(), version), null);
    }
    CreateNodegroupRequest.Builder request =
        CreateNodegroupRequest.builder()
            .clusterName(cluster.name())
            .nodegroupName(name)
            .version(version.toString())
            .nodeRole(from.nodeRole())
            .subnets(from.subnets())
            .instanceTypes(from.instanceTypes())
            .amiType(from.amiType())
            .capacityType(from.capacityType())
            .scalingConfig(sizes(from, nodes))
            .labels(labels(from, name))
            .taints(from.taints())
            .updateConfig(from.updateConfig())
            .nodeRepairConfig(from.nodeRepairConfig())
            .clientRequestToken(author.token("copy " + name))
            .tags(tags(from, name));
    if (from.launchTemplate() == null) {
      request.diskSize(from.diskSize()).remoteAccess(from.remoteAccess());
    } else {
      String id = from.launchTemplate().id();
      String used = from.launchTemplate().version();
      request.launchTemplate(template -> template.id(id).version(used));
    }
    eks.createNodegroup(request.build());
  }

  private static NodegroupScalingConfig sizes(Nodegroup from, int nodes) {
    NodegroupScalingConfig bounds = GroupTags.bounds(from);
    int begin = Math.max(bounds.minSize(), Math.min(bounds.maxSize(), nodes));
    return bounds.toBuilder().desiredSize(begin).build();
  }

  private Map<String, String> labels(Nodegroup from, String name) {
    Map<String, String> labels = new TreeMap<>(from.labels());
    labels.put(GroupRequest.CLUSTER_LABEL, cluster.name());
    labels.put(GroupRequest.NAME_LABEL, name);
    return labels;
  }

  private Map<String, String> tags(Nodegroup from, String name) {
    Map<String, String> kept = new TreeMap<>(from.tags());
    kept.keySet().removeIf(key -> key.startsWith(OF_AWS) || GroupTags.OF_A_WHILE.contains(key));
    Map<String, String> tags = new TreeMap<>(OwnTags.of(cluster, author, kept));
    tags.put(GroupRequest.NAME_LABEL, name);
    tags.put(GroupTags.COPY_OF, from.nodegroupName());
    return tags;
  }
}
