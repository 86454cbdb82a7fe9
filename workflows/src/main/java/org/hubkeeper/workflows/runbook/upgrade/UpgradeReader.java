package org.hubkeeper.workflows.runbook.upgrade;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hubkeeper.workflows.activity.ApiUsage;
import org.hubkeeper.workflows.activity.ApiUsage.ApiUse;
import org.hubkeeper.workflows.activity.Blueprints;
import org.hubkeeper.workflows.activity.Disruptions;
import org.hubkeeper.workflows.activity.Disruptions.BackupFact;
import org.hubkeeper.workflows.activity.Hubs;
import org.hubkeeper.workflows.activity.Locks;
import org.hubkeeper.workflows.activity.NodePools;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.activity.Upgrades.Insights;
import org.hubkeeper.workflows.activity.Upgrades.Inspection;
import org.hubkeeper.workflows.activity.Upgrades.VersionFact;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.ClusterLock;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.runbook.upgrade.UpgradeFacts.Cloud;
import org.hubkeeper.workflows.runbook.upgrade.UpgradeFacts.Inside;

/**
 * Reads all that an upgrade is decided by. Changes nothing. What can't be looked at is a finding,
 * so that the rest is seen.
 */
final class UpgradeReader {

  private static final BackupFact NO_BACKUP = new BackupFact("", "", Instant.EPOCH);

  private final Steps steps;
  private final ClusterSlice slice;
  private final ClusterRef cluster;
  private final KubeVersion target;
  private List<Finding> findings = new ArrayList<>();

  /** Of a cluster whose uid is known. */
  UpgradeReader(Steps steps, ClusterSlice slice, ClusterRef cluster, KubeVersion target) {
    this.steps = steps;
    this.slice = slice;
    this.cluster = cluster;
    this.target = target;
  }

  /** What the fleet file wants built; not every cluster has a definition. */
  Optional<Blueprint> blueprint() {
    Blueprints blueprints = steps.here(Blueprints.class, Patience.API);
    return steps.call(
        "Read the definition",
        () -> steps.orElse(() -> Optional.of(blueprints.read(cluster.name())), this::noDefinition));
  }

  private Optional<Blueprint> noDefinition(Failures.Told told) {
    if (told.kind() != FailureKind.MISSING) {
      throw Input.wrong("definition of " + cluster, told.message());
    }
    steps.note("the fleet file names none; the cluster is taken as it is");
    return Optional.empty();
  }

  List<PoolFact> pools() {
    return steps.call("List the pools", () -> on(NodePools.class).list(cluster));
  }

  /** What other runs hold of these parts. */
  List<Blocker> others(List<String> parts) {
    List<String> locks = parts.stream().map(one -> ClusterLock.idOf(cluster.name(), one)).toList();
    Locks held = steps.here(Locks.class, Patience.API);
    return steps.call("Look who else is at work", () -> held.look(locks));
  }

  /** Lets the provider inspect the cluster now, where it does so on demand. */
  void refresh() {
    Instant now = steps.clock().now();
    steps.callOr(
        "Let the provider inspect the cluster",
        () ->
            steps
                .on(cluster, Upgrades.class, Patience.CLOUD)
                .ensureInspected(cluster, Inspection.UPGRADE, now),
        told -> new Insights(Instant.EPOCH, List.of()));
  }

  UpgradeFacts read(Optional<Blueprint> blueprint, List<Blocker> others) {
    findings = new ArrayList<>();
    Cloud cloud = steps.call("Look at the control plane, add-ons and pools", this::cloud);
    Inside inside = steps.call("Look at what runs on it", () -> inside(cloud.pools()));
    return new UpgradeFacts(slice, blueprint, cloud, inside, findings, others);
  }

  private Cloud cloud() {
    Upgrades upgrades = on(Upgrades.class);
    VersionFact version = upgrades.inspect(cluster);
    List<KubeVersion> path = path(version.version());
    List<PoolFact> pools = on(NodePools.class).list(cluster);
    steps.note("asking what is offered of add-ons");
    var addons = upgrades.addons(cluster, path);
    steps.note("asking what the account allows");
    if (version.version().olderThan(target)) {
      findings.addAll(
          look("the account", List.of(), () -> look(Upgrades.class).check(cluster, path, pools)));
    }
    Insights insights =
        look(
            "the provider's inspection",
            new Insights(Instant.EPOCH, List.of()),
            () -> look(Upgrades.class).insights(cluster, Inspection.UPGRADE));
    return new Cloud(version, pools, addons, insights);
  }

  /** From where the control plane is, and that first. */
  private List<KubeVersion> path(KubeVersion from) {
    return Stream.iterate(from, at -> at.ahead(target) <= 0, KubeVersion::next).limit(30).toList();
  }

  private Inside inside(List<PoolFact> pools) {
    ApiUsage apis = look(ApiUsage.class);
    Nodes nodes = look(Nodes.class);
    Disruptions disruptions = look(Disruptions.class);
    List<String> names = pools.stream().map(PoolFact::name).toList();
    // Without these nothing can be said; they are asked for until they answer.
    var serving = on(ApiUsage.class).serving(cluster);
    var found = on(Nodes.class).inspect(cluster);
    steps.note("asking who uses which API");
    List<ApiUse> uses = new ArrayList<>();
    uses.addAll(look("requested APIs", List.of(), () -> apis.requested(cluster)));
    uses.addAll(look("releases", List.of(), () -> apis.inReleases(cluster)));
    steps.note("asking what would hold up a drain");
    return new Inside(
        serving,
        found,
        look("volumes", List.of(), () -> nodes.zonalVolumes(cluster, names)),
        uses,
        look("webhooks", List.of(), () -> disruptions.webhooks(cluster)),
        look("budgets", List.of(), () -> disruptions.budgets(cluster)),
        look("single replicas", List.of(), () -> disruptions.singles(cluster)),
        look("pods that end slowly", List.of(), () -> disruptions.slow(cluster)),
        look("other owners", List.of(), () -> disruptions.owners(cluster)),
        look("backups", NO_BACKUP, () -> disruptions.backup(cluster)),
        look("hubs", List.of(), () -> look(Hubs.class).inspect(cluster)));
  }

  private <T> T look(String what, T otherwise, Supplier<T> call) {
    return steps.orElse(
        call,
        told -> {
          findings.add(
              new Finding(
                  Check.UNCHECKED.name(),
                  true,
                  what + " could not be looked at: " + told.message(),
                  "cure that and plan again"));
          return otherwise;
        });
  }

  private <T> T on(Class<T> activities) {
    return steps.on(cluster, activities, Patience.API);
  }

  /** For what a plan can do without. */
  private <T> T look(Class<T> activities) {
    return steps.on(cluster, activities, Patience.LOOK);
  }
}
