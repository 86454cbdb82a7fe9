package org.hubkeeper.activities.aws.teardown.compute;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Holder;
import org.hubkeeper.activities.aws.teardown.Sight;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;

/** Managed node groups. */
public final class NodeGroups extends EksPart {

  public NodeGroups() {
    super("node-group");
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  Iterable<String> listed(EksClient eks, String cluster) {
    return eks.listNodegroupsPaginator(r -> r.clusterName(cluster)).nodegroups();
  }

  @Override
  Sight sight(EksClient eks, String cluster, String name) {
    Nodegroup group =
        eks.describeNodegroup(r -> r.clusterName(cluster).nodegroupName(name)).nodegroup();
    return Sight.of("node-group", group.nodegroupArn(), group.tags())
        .named(name)
        .on(group.subnets())
        .on(List.of(Objects.requireNonNullElse(group.nodeRole(), "")))
        .state(group.statusAsString(), group.status() == NodegroupStatus.DELETING);
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    eks(ground)
        .deleteNodegroup(
            r -> r.clusterName(ground.cluster().name()).nodegroupName(nameIn(sight.id())));
  }

  @Override
  public Optional<Holder> holder(Ground ground, Sight sight) {
    return eks(ground)
        .describeNodegroup(
            r -> r.clusterName(ground.cluster().name()).nodegroupName(nameIn(sight.id())))
        .nodegroup()
        .health()
        .issues()
        .stream()
        .findFirst()
        .map(
            issue ->
                new Holder(
                    issue.codeAsString() + " " + String.join(", ", issue.resourceIds()),
                    Instant.EPOCH,
                    "EKS says: " + issue.message()));
  }
}
