package org.hubkeeper.activities.aws.teardown;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.teardown.compute.Clusters;
import org.hubkeeper.activities.aws.teardown.network.Vpcs;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.model.Cluster;

/** Finds out where to look: in the network that EKS names, and in those that carry the tags. */
final class Grounds {

  private static final String SCHEME = "https://";

  private Grounds() {}

  /** {@code given} are networks that people have named, for those that nothing else leads to. */
  static Ground of(ClusterRef cluster, AwsApis apis, List<String> given) {
    String caller = apis.sts(cluster).getCallerIdentity().arn();
    Ground bare = new Ground(cluster, apis, given, "", caller, List.of());
    Optional<Cluster> found = given.isEmpty() ? Clusters.describe(bare) : Optional.empty();
    Set<String> vpcs = new LinkedHashSet<>(given);
    if (given.isEmpty()) {
      found.map(Grounds::vpc).filter(vpc -> !vpc.isEmpty()).ifPresent(vpcs::add);
      tagged(bare).forEach(vpcs::add);
    }
    return new Ground(
        cluster,
        apis,
        List.copyOf(vpcs),
        found.map(Grounds::issuer).orElse(""),
        caller,
        found.map(Grounds::named).orElse(List.of()));
  }

  private static List<String> tagged(Ground bare) {
    return new Vpcs()
        .find(bare, "").sights().stream()
            .filter(vpc -> Marks.of(bare.cluster().name(), vpc.tags()).isPresent())
            .map(Sight::id)
            .toList();
  }

  private static String vpc(Cluster cluster) {
    var network = cluster.resourcesVpcConfig();
    return network == null || network.vpcId() == null ? "" : network.vpcId();
  }

  private static String issuer(Cluster cluster) {
    boolean known = cluster.identity() != null && cluster.identity().oidc() != null;
    String address = known ? cluster.identity().oidc().issuer() : null;
    return address == null ? "" : address.replaceFirst("^" + SCHEME, "");
  }

  private static List<String> named(Cluster cluster) {
    List<String> arns = new ArrayList<>();
    if (cluster.roleArn() != null) {
      arns.add(cluster.roleArn());
    }
    cluster.encryptionConfig().forEach(one -> arns.add(one.provider().keyArn()));
    return arns;
  }
}
