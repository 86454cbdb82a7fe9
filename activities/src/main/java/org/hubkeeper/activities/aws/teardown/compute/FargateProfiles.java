package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import java.util.Objects;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.FargateProfile;
import software.amazon.awssdk.services.eks.model.FargateProfileStatus;

/** Fargate profiles; EKS removes one at a time. */
public final class FargateProfiles extends EksPart {

  public FargateProfiles() {
    super("fargate-profile");
  }

  @Override
  public boolean slow() {
    return true;
  }

  @Override
  Iterable<String> listed(EksClient eks, String cluster) {
    return eks.listFargateProfilesPaginator(r -> r.clusterName(cluster)).fargateProfileNames();
  }

  @Override
  Sight sight(EksClient eks, String cluster, String name) {
    FargateProfile profile =
        eks.describeFargateProfile(r -> r.clusterName(cluster).fargateProfileName(name))
            .fargateProfile();
    return Sight.of("fargate-profile", profile.fargateProfileArn(), profile.tags())
        .named(name)
        .on(profile.subnets())
        .on(List.of(Objects.requireNonNullElse(profile.podExecutionRoleArn(), "")))
        .state(profile.statusAsString(), profile.status() == FargateProfileStatus.DELETING);
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    eks(ground)
        .deleteFargateProfile(
            r -> r.clusterName(ground.cluster().name()).fargateProfileName(nameIn(sight.id())));
  }
}
