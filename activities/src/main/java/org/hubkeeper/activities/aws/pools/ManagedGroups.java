package org.hubkeeper.activities.aws.pools;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/** The node groups that EKS manages, as they are now. */
final class ManagedGroups {

  private final AwsApis apis;
  private final ClusterRef cluster;

  ManagedGroups(AwsApis apis, ClusterRef cluster) {
    this.apis = apis;
    this.cluster = cluster;
  }

  List<Nodegroup> all() {
    return apis
        .eks(cluster)
        .listNodegroupsPaginator(r -> r.clusterName(cluster.name()))
        .nodegroups()
        .stream()
        .flatMap(name -> look(name).stream())
        .toList();
  }

  Optional<Nodegroup> look(String name) {
    try {
      return Optional.of(
          apis.eks(cluster)
              .describeNodegroup(r -> r.clusterName(cluster.name()).nodegroupName(name))
              .nodegroup());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  Nodegroup require(String name) {
    return look(name)
        .orElseThrow(
            () ->
                Failures.of(
                    FailureKind.REJECTED,
                    ("EKS manages no node group %s of %s: make one like it for the new version with"
                            + " the tool that made it, then drain and remove it")
                        .formatted(name, cluster),
                    null));
  }

  /** Zones by subnet. */
  Map<String, String> zones(List<Nodegroup> groups) {
    Set<String> ids =
        groups.stream().flatMap(group -> group.subnets().stream()).collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return Map.of();
    }
    Filter named = Filter.builder().name("subnet-id").values(ids).build();
    return apis.ec2(cluster).describeSubnetsPaginator(r -> r.filters(named)).subnets().stream()
        .collect(Collectors.toMap(Subnet::subnetId, Subnet::availabilityZone));
  }

  static Optional<String> asg(Nodegroup group) {
    return group.resources() == null
        ? Optional.empty()
        : group.resources().autoScalingGroups().stream().map(one -> one.name()).findFirst();
  }
}
