package org.hubkeeper.workflows.runbook.upgrade;

import org.hubkeeper.workflows.activity.NodePools.Kind;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.cluster.CopyNames;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.model.UpgradePolicy;
import org.hubkeeper.workflows.model.UpgradePolicy.Role;
import org.hubkeeper.workflows.model.UpgradePolicy.Update;

/** Names of pools and their copies, and what the fleet file or labels say of them. */
final class PoolNames {

  private static final String PURPOSE = "hub.jupyter.org/node-purpose";

  /** As EKS and GKE limit them. */
  private static final int LONGEST = 63;

  private PoolNames() {}

  /** The name without the version that a copy's carries. */
  static String base(String name) {
    return CopyNames.base(name);
  }

  /** The name of a copy: {@code core-1-34}. */
  static String copy(String name, KubeVersion version) {
    String suffix = "-" + version.major() + "-" + version.minor();
    String base = base(name);
    return base.substring(0, Math.min(base.length(), LONGEST - suffix.length())) + suffix;
  }

  /** What the fleet file says of the pool, or of the pool that it is a copy of. */
  static UpgradePolicy.Pool own(UpgradePolicy policy, PoolFact pool) {
    return policy
        .pool(pool.name())
        .or(() -> policy.pool(base(pool.name())))
        .orElse(new UpgradePolicy.Pool(pool.name(), null, Update.COPY));
  }

  static Role role(UpgradePolicy policy, PoolFact pool) {
    Role told = own(policy, pool).role();
    if (told != null) {
      return told;
    }
    return "user".equals(pool.labels().get(PURPOSE)) ? Role.USER : Role.CORE;
  }

  /** Whether its nodes change while the pool stays. */
  static boolean update(UpgradePolicy policy, PoolFact pool) {
    return pool.kind() == Kind.PROVISIONED || own(policy, pool).update() == Update.IN_PLACE;
  }
}
