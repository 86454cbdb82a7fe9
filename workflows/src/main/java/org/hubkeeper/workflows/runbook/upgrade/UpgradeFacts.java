package org.hubkeeper.workflows.runbook.upgrade;

import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.activity.ApiUsage.ApiUse;
import org.hubkeeper.workflows.activity.ApiUsage.Serving;
import org.hubkeeper.workflows.activity.Disruptions.BackupFact;
import org.hubkeeper.workflows.activity.Disruptions.BudgetFact;
import org.hubkeeper.workflows.activity.Disruptions.OwnerFact;
import org.hubkeeper.workflows.activity.Disruptions.SingleFact;
import org.hubkeeper.workflows.activity.Disruptions.SlowFact;
import org.hubkeeper.workflows.activity.Disruptions.WebhookFact;
import org.hubkeeper.workflows.activity.Hubs.HubFact;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.activity.Nodes.ZonalVolumes;
import org.hubkeeper.workflows.activity.Upgrades.AddonFact;
import org.hubkeeper.workflows.activity.Upgrades.Insights;
import org.hubkeeper.workflows.activity.Upgrades.VersionFact;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterSlice;

/**
 * A cluster as it was found before an upgrade.
 *
 * @param blueprint what the fleet file wants built, where it says so
 * @param cloud what was found by the provider
 * @param inside what was found by the cluster's own API server
 * @param findings what the looking itself has found
 * @param others locks that other runs hold; empty once this run holds them
 */
record UpgradeFacts(
    ClusterSlice slice,
    Optional<Blueprint> blueprint,
    Cloud cloud,
    Inside inside,
    List<Finding> findings,
    List<Blocker> others) {

  UpgradeFacts {
    findings = List.copyOf(findings);
    others = List.copyOf(others);
  }

  /** By the provider. */
  record Cloud(
      VersionFact version, List<PoolFact> pools, List<AddonFact> addons, Insights insights) {
    Cloud {
      pools = List.copyOf(pools);
      addons = List.copyOf(addons);
    }
  }

  /**
   * By the cluster.
   *
   * @param uses of APIs, by metric and in releases
   */
  record Inside(
      Serving serving,
      List<PoolNodes> nodes,
      List<ZonalVolumes> volumes,
      List<ApiUse> uses,
      List<WebhookFact> webhooks,
      List<BudgetFact> budgets,
      List<SingleFact> singles,
      List<SlowFact> slow,
      List<OwnerFact> owners,
      BackupFact backup,
      List<HubFact> hubs) {
    Inside {
      nodes = List.copyOf(nodes);
      volumes = List.copyOf(volumes);
      uses = List.copyOf(uses);
      webhooks = List.copyOf(webhooks);
      budgets = List.copyOf(budgets);
      singles = List.copyOf(singles);
      slow = List.copyOf(slow);
      owners = List.copyOf(owners);
      hubs = List.copyOf(hubs);
    }

    int online() {
      return hubs.stream().mapToInt(HubFact::online).sum();
    }
  }
}
