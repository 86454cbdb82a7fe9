package org.hubkeeper.activities.aws.teardown.compute;

import java.util.List;
import java.util.Objects;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Sight;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.AddonStatus;

/** Add-ons of EKS. */
public final class Addons extends EksPart {

  public Addons() {
    super("addon");
  }

  @Override
  Iterable<String> listed(EksClient eks, String cluster) {
    return eks.listAddonsPaginator(r -> r.clusterName(cluster)).addons();
  }

  @Override
  Sight sight(EksClient eks, String cluster, String name) {
    Addon addon = eks.describeAddon(r -> r.clusterName(cluster).addonName(name)).addon();
    return Sight.of("addon", addon.addonArn(), addon.tags())
        .named(name)
        .on(List.of(Objects.requireNonNullElse(addon.serviceAccountRoleArn(), "")))
        .state(addon.statusAsString(), addon.status() == AddonStatus.DELETING);
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    eks(ground)
        .deleteAddon(r -> r.clusterName(ground.cluster().name()).addonName(nameIn(sight.id())));
  }
}
