package org.hubkeeper.workflows.runbook;

import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.runbook.addnodegroup.AddNodeGroup;
import org.hubkeeper.workflows.runbook.addnodegroup.AddNodeGroupImpl;
import org.hubkeeper.workflows.runbook.bootstrap.Bootstrap;
import org.hubkeeper.workflows.runbook.bootstrap.BootstrapImpl;
import org.hubkeeper.workflows.runbook.prune.PruneVolumes;
import org.hubkeeper.workflows.runbook.prune.PruneVolumesImpl;
import org.hubkeeper.workflows.runbook.prune.PruneVolumesPageImpl;
import org.hubkeeper.workflows.runbook.restore.RestoreMarks;
import org.hubkeeper.workflows.runbook.restore.RestoreMarksImpl;
import org.hubkeeper.workflows.runbook.teardown.Teardown;
import org.hubkeeper.workflows.runbook.teardown.TeardownImpl;
import org.hubkeeper.workflows.runbook.teardown.TeardownKeysImpl;
import org.hubkeeper.workflows.runbook.teardown.TeardownRescanImpl;
import org.hubkeeper.workflows.runbook.upgrade.RollbackWindowImpl;
import org.hubkeeper.workflows.runbook.upgrade.Upgrade;
import org.hubkeeper.workflows.runbook.upgrade.UpgradeImpl;
import org.hubkeeper.workflows.runbook.upgradefleet.UpgradeFleet;
import org.hubkeeper.workflows.runbook.upgradefleet.UpgradeFleetImpl;

/** The catalogue: one entry per runbook. Workers and doors read it; nothing is scanned for. */
public final class Runbooks {

  private static final List<RunbookInfo> ALL =
      List.of(
          new RunbookInfo(
              "add-node-group",
              "AddNodeGroup",
              "Adds a node group of the definition to a living cluster, proves it, and lets the"
                  + " autoscaler know",
              AddNodeGroup.Request.class,
              List.of(AddNodeGroupImpl.class),
              List.of(
                  "makes the node group; removes it first where it never came up",
                  "upgrades the release of the autoscaler with its priorities"),
              List.of("control-plane", "components", "pool/NAME"),
              "{\"cluster\": \"ds-osu-test\", \"nodeGroup\": \"user-t3a-2xlarge\"}"),
          new RunbookInfo(
              "bootstrap",
              "Bootstrap",
              "Makes a cluster from its definition, installs its components, and proves that they"
                  + " work",
              Bootstrap.Request.class,
              List.of(BootstrapImpl.class),
              List.of(
                  "makes a network, roles, a cluster with add-ons and node groups, and buckets",
                  "removes what an earlier run left half-made and can't be continued",
                  "installs releases, writes Secrets that are missing, changes first passwords",
                  "makes the cluster's host name lead to its ingress"),
              List.of("control-plane", "components", "volumes", "pool/*"),
              "{\"cluster\": \"ds-osu-test\"}"),
          new RunbookInfo(
              "prune-volumes",
              "PruneVolumes",
              "Finds detached volumes, says which hub each belonged to, and deletes what people"
                  + " approve",
              PruneVolumes.Request.class,
              List.of(PruneVolumesImpl.class, PruneVolumesPageImpl.class),
              List.of(
                  "tags candidates and volumes of living hubs",
                  "makes snapshots of approved volumes",
                  "deletes approved volumes that are still detached and unclaimed"),
              List.of("volumes"),
              "{\"cluster\": \"ds-osu-test\"}"),
          new RunbookInfo(
              "restore-marks",
              "RestoreMarks",
              "Gives back what runs that ended by force have changed for a while: closed nodes, and"
                  + " pools kept from growing",
              RestoreMarks.Request.class,
              List.of(RestoreMarksImpl.class),
              List.of("opens nodes that a run has closed", "gives pools their former bounds back"),
              List.of("pool/*"),
              "{\"cluster\": \"ds-osu-test\"}"),
          new RunbookInfo(
              "teardown",
              "Teardown",
              "Removes a cluster, a hub or a left-over network with all that belongs to it, and"
                  + " proves that nothing is left",
              Teardown.Request.class,
              List.of(TeardownImpl.class, TeardownRescanImpl.class, TeardownKeysImpl.class),
              List.of(
                  "deletes what was found to belong to it and was approved, and what is derived"
                      + " from that",
                  "makes a final backup, and snapshots of volumes where that was decided",
                  "names the volumes that are kept, and removes or parks DNS records",
                  "schedules the ends of encryption keys where that was decided"),
              List.of("control-plane", "components", "volumes", "pool/*", "hub/NAME"),
              "{\"cluster\": \"ds-osu-test\", \"confirm\": \"ds-osu-test\"}"),
          new RunbookInfo(
              "upgrade",
              "Upgrade",
              "Moves a cluster to a later minor of Kubernetes: control plane, add-ons, and nodes after"
                  + " them, with a way back",
              Upgrade.Request.class,
              List.of(UpgradeImpl.class, RollbackWindowImpl.class),
              List.of(
                  "moves the control plane by one minor at a time, and back where a person says so",
                  "updates add-ons, and releases whose values follow the version",
                  "makes a copy of each node group, closes the old one, drains core pools, waits for"
                      + " users to leave theirs, and removes what is empty",
                  "tells users through their hubs; starts and stops a server of its own as a proof"),
              List.of("control-plane", "components", "pool/*"),
              "{\"cluster\": \"ds-osu-test\", \"target\": \"1.35\"}"),
          new RunbookInfo(
              "upgrade-fleet",
              "UpgradeFleet",
              "Moves several clusters to a later minor of Kubernetes: test before production, in waves"
                  + " that grow",
              UpgradeFleet.Request.class,
              List.of(UpgradeFleetImpl.class),
              List.of("starts a run of upgrade for each cluster, and nothing else"),
              List.of(),
              "{\"cluster\": \"ds-osu-test\", \"target\": \"1.35\"}"));

  private Runbooks() {}

  public static List<RunbookInfo> all() {
    return ALL;
  }

  /** By the name that people type. */
  public static Optional<RunbookInfo> find(String name) {
    return ALL.stream().filter(info -> info.name().equals(name)).findFirst();
  }

  /** By workflow type. */
  public static Optional<RunbookInfo> ofType(String type) {
    return ALL.stream().filter(info -> info.type().equals(type)).findFirst();
  }
}
