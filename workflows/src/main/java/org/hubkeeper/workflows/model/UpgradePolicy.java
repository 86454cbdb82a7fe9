package org.hubkeeper.workflows.model;

import java.util.List;
import java.util.Optional;

/**
 * How a cluster is upgraded, from the fleet file.
 *
 * @param skew how far nodes may lag behind the control plane; a provider's managed groups are
 *     always moved in lockstep
 * @param bakeHours how long the nodes stay back after each move of the control plane
 * @param usersDays for how many days users are waited for before a person is asked
 * @param backupHours how old the newest backup may be
 * @param approveEachHop whether each move of the control plane is asked about again
 * @param pools what is to be said of single pools
 * @param tool which other tool owns the cluster, as {@code terraform}; empty: none
 * @param file that tool's file, for the patch
 */
public record UpgradePolicy(
    Skew skew,
    int bakeHours,
    int usersDays,
    int backupHours,
    boolean approveEachHop,
    List<Pool> pools,
    String tool,
    String file) {

  /** For a cluster of which the fleet file says nothing. */
  public static final UpgradePolicy DEFAULT =
      new UpgradePolicy(Skew.NEVER_NEWER_MAX_LAG, 24, 7, 26, true, List.of(), "", "");

  public UpgradePolicy {
    pools = List.copyOf(pools);
  }

  /** How far nodes may lag behind the control plane; they are never newer. */
  public enum Skew {
    /** Two minors below 1.28, three from 1.28 on, as Kubernetes supports it. */
    NEVER_NEWER_MAX_LAG,
    /** Nodes follow each move of the control plane. */
    LOCKSTEP
  }

  /** Whom a pool serves, and so how it is emptied. */
  public enum Role {
    /** Hubs, proxies and the like: drained. */
    CORE,
    /** Servers of users: left alone until the last user has left. */
    USER
  }

  /** How a pool gets its new version. */
  public enum Update {
    /** By a copy that takes its place. */
    COPY,
    /** By the provider's own rolling update. */
    IN_PLACE
  }

  /**
   * What the fleet file says of a pool; a copy of it counts as the pool itself.
   *
   * @param role null: as its labels say
   */
  public record Pool(String name, Role role, Update update) {}

  /** What is said of the pool of that name. */
  public Optional<Pool> pool(String name) {
    return pools.stream().filter(pool -> pool.name().equals(name)).findFirst();
  }
}
