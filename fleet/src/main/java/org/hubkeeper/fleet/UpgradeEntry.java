package org.hubkeeper.fleet;

import java.util.List;
import org.hubkeeper.workflows.model.UpgradePolicy;
import org.hubkeeper.workflows.model.UpgradePolicy.Role;
import org.hubkeeper.workflows.model.UpgradePolicy.Skew;
import org.hubkeeper.workflows.model.UpgradePolicy.Update;

/** How a cluster is upgraded, as the file has it; null stands for what it leaves out. */
public record UpgradeEntry(
    String skew,
    Integer bakeHours,
    Integer usersDays,
    Integer backupHours,
    Boolean approveEachHop,
    List<Pool> pools,
    ManagedBy managedBy) {

  static final UpgradeEntry NONE = new UpgradeEntry(null, null, null, null, null, null, null);

  public UpgradeEntry {
    pools = pools == null ? List.of() : List.copyOf(pools);
    managedBy = managedBy == null ? new ManagedBy("", "") : managedBy;
  }

  /** A node pool that differs from the defaults; null stands for those. */
  public record Pool(String name, String role, String update) {
    UpgradePolicy.Pool policy() {
      return new UpgradePolicy.Pool(
          name,
          role == null ? null : role.equals("user") ? Role.USER : Role.CORE,
          update == null || update.equals("copy") ? Update.COPY : Update.IN_PLACE);
    }
  }

  /** Another tool that owns the cluster, and its file; both empty for none. */
  public record ManagedBy(String tool, String file) {}

  UpgradePolicy policy(boolean production) {
    UpgradePolicy usual = UpgradePolicy.DEFAULT;
    return new UpgradePolicy(
        "lockstep".equals(skew) ? Skew.LOCKSTEP : usual.skew(),
        or(bakeHours, usual.bakeHours()),
        or(usersDays, usual.usersDays()),
        or(backupHours, usual.backupHours()),
        or(approveEachHop, production),
        pools.stream().map(Pool::policy).toList(),
        managedBy.tool(),
        managedBy.file());
  }

  private static <T> T or(T value, T byDefault) {
    return value == null ? byDefault : value;
  }
}
