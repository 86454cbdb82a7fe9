package org.hubkeeper.workflows.runbook.upgradefleet;

import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.activity.NodePools;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;

/** Clusters that are all at 1.34; nothing else is asked of them. */
final class AtTarget implements Upgrades {

  private static final KubeVersion AT = KubeVersion.parse("1.34");

  @Override
  public VersionFact inspect(ClusterRef cluster) {
    return new VersionFact(AT, "ACTIVE", List.of(), List.of(AT), List.of(), Rollback.none(AT));
  }

  @Override
  public List<AddonFact> addons(ClusterRef cluster, List<KubeVersion> minors) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Insights insights(ClusterRef cluster, Inspection about) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Insights ensureInspected(ClusterRef cluster, Inspection about, Instant notBefore) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Finding> check(
      ClusterRef cluster, List<KubeVersion> path, List<NodePools.PoolFact> pools) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ensureVersion(ClusterRef cluster, KubeVersion from, KubeVersion to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ensureRolledBack(ClusterRef cluster, KubeVersion from, KubeVersion to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AddonOutcome ensureAddon(ClusterRef cluster, String name, String version) {
    throw new UnsupportedOperationException();
  }
}
