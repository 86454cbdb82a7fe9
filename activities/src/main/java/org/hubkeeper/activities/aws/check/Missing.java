package org.hubkeeper.activities.aws.check;

import java.util.List;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/** What of a definition EKS does not have yet. */
record Missing(boolean cluster, List<NodeGroup> nodeGroups) {

  static Missing look(AwsApis apis, ClusterRef cluster, ClusterDefinition definition) {
    EksClient eks = apis.eks(cluster);
    try {
      eks.describeCluster(r -> r.name(cluster.name()));
      List<String> there =
          eks.listNodegroupsPaginator(r -> r.clusterName(cluster.name())).nodegroups().stream()
              .toList();
      return new Missing(
          false,
          definition.nodeGroups().stream().filter(group -> !there.contains(group.name())).toList());
    } catch (ResourceNotFoundException e) {
      return new Missing(true, definition.nodeGroups());
    }
  }
}
