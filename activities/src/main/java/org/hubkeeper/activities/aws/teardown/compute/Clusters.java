package org.hubkeeper.activities.aws.teardown.compute;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Holder;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Prices;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/** The EKS control plane; everything inside has to go first. */
public final class Clusters implements Kind {

  @Override
  public String name() {
    return "cluster";
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  public Slice find(Ground ground, String token) {
    return Slice.last(look(ground, List.of(id(ground))));
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.contains(id(ground))
        ? describe(ground).map(one -> sight(ground, one)).stream().toList()
        : List.of();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    eks(ground).deleteCluster(r -> r.name(ground.cluster().name()));
  }

  @Override
  public void unguard(Ground ground, Sight sight) {
    eks(ground).updateClusterConfig(r -> r.name(ground.cluster().name()).deletionProtection(false));
  }

  @Override
  public Optional<Holder> holder(Ground ground, Sight sight) {
    return Stream.of(new NodeGroups(), new FargateProfiles())
        .flatMap(kind -> kind.find(ground, "").sights().stream())
        .findFirst()
        .map(one -> new Holder(one.toString(), Instant.EPOCH, "it has to go first"));
  }

  /** The cluster as EKS has it. */
  public static Optional<Cluster> describe(Ground ground) {
    try {
      return Optional.of(
          eks(ground).describeCluster(r -> r.name(ground.cluster().name())).cluster());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  static String id(Ground ground) {
    return ground.arn("eks", "cluster/" + ground.cluster().name());
  }

  private static Sight sight(Ground ground, Cluster cluster) {
    var network = cluster.resourcesVpcConfig();
    Sight sight =
        Sight.of("cluster", id(ground), cluster.tags())
            .named(cluster.name())
            .known("EKS has it by this name")
            .on(List.of(Objects.requireNonNullElse(cluster.roleArn(), "")))
            .on(cluster.encryptionConfig().stream().map(one -> one.provider().keyArn()).toList())
            .guarded(cluster.deletionProtection())
            .state(cluster.statusAsString(), cluster.status() == ClusterStatus.DELETING)
            .costing(Prices.CONTROL_PLANE);
    return network == null
        ? sight
        : sight.in(network.vpcId()).on(network.subnetIds()).on(network.securityGroupIds());
  }

  private static EksClient eks(Ground ground) {
    return ground.apis().eks(ground.cluster());
  }
}
