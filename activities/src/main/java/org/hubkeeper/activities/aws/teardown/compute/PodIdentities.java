package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import java.util.Objects;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociation;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociationSummary;

/** Which role the pods of a service account have. */
public final class PodIdentities extends EksPart {

  public PodIdentities() {
    super("pod-identity");
  }

  @Override
  Iterable<String> listed(EksClient eks, String cluster) {
    return eks
        .listPodIdentityAssociationsPaginator(r -> r.clusterName(cluster))
        .associations()
        .stream()
        .map(PodIdentityAssociationSummary::associationId)
        .toList();
  }

  @Override
  Sight sight(EksClient eks, String cluster, String id) {
    PodIdentityAssociation one =
        eks.describePodIdentityAssociation(r -> r.clusterName(cluster).associationId(id))
            .association();
    return Sight.of("pod-identity", one.associationArn(), one.tags())
        .named(one.namespace() + "/" + one.serviceAccount())
        .on(List.of(Objects.requireNonNullElse(one.roleArn(), "")));
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    eks(ground)
        .deletePodIdentityAssociation(
            r -> r.clusterName(ground.cluster().name()).associationId(nameIn(sight.id())));
  }
}
