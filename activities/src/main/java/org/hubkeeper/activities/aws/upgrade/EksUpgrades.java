package org.hubkeeper.activities.aws.upgrade;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hubkeeper.activities.Run;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.check.UpgradeCheck;
import org.hubkeeper.activities.aws.cluster.EksIssues;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.AddonStatus;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterVersionInformation;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateParamType;
import software.amazon.awssdk.services.eks.model.UpdateStatus;
import software.amazon.awssdk.services.eks.model.UpdateType;
import software.amazon.awssdk.services.eks.model.VersionStatus;

/** Versions of control planes and add-ons by Amazon EKS. */
public final class EksUpgrades implements Upgrades {

  /** So long after an update EKS takes a minor back. */
  private static final Duration WINDOW = Duration.ofDays(7);

  private final AwsApis apis;
  private final Author author;
  private final Supplier<Instant> ordered;
  private final InstantSource time;

  public EksUpgrades(AwsApis apis) {
    this(apis, Author.current(), Run::orderedAt, InstantSource.system());
  }

  EksUpgrades(AwsApis apis, Author author, Supplier<Instant> ordered, InstantSource time) {
    this.apis = apis;
    this.author = author;
    this.ordered = ordered;
    this.time = time;
  }

  @Override
  public VersionFact inspect(ClusterRef cluster) {
    EksClient eks = apis.eks(cluster);
    Cluster found = eks.describeCluster(r -> r.name(cluster.name())).cluster();
    KubeVersion version = KubeVersion.parse(found.version());
    List<Update> updates = UpdateLog.ofCluster(eks, cluster).all();
    return new VersionFact(
        version,
        found.statusAsString(),
        EksIssues.of(found.health()),
        offered(eks),
        running(eks, cluster, updates),
        rollback(version, updates));
  }

  @Override
  public List<AddonFact> addons(ClusterRef cluster, List<KubeVersion> minors) {
    EksClient eks = apis.eks(cluster);
    AddonOffers offers = new AddonOffers(eks);
    return installed(eks, cluster).stream()
        .map(
            addon ->
                new AddonFact(
                    addon.addonName(),
                    addon.addonVersion(),
                    addon.statusAsString(),
                    EksIssues.of(addon.health()),
                    offers.of(addon.addonName(), addon.addonVersion(), minors)))
        .toList();
  }

  @Override
  public Insights insights(ClusterRef cluster, Inspection about) {
    return new Inspections(apis.eks(cluster), cluster).known(about);
  }

  @Override
  public Insights ensureInspected(ClusterRef cluster, Inspection about, Instant notBefore) {
    return new Inspections(apis.eks(cluster), cluster).ensure(about, notBefore);
  }

  @Override
  public List<Finding> check(ClusterRef cluster, List<KubeVersion> path, List<PoolFact> pools) {
    return new UpgradeCheck(apis, cluster, path, pools).findings();
  }

  @Override
  public void ensureVersion(ClusterRef cluster, KubeVersion from, KubeVersion to) {
    controlPlane(cluster).ensure(from, to);
  }

  @Override
  public void ensureRolledBack(ClusterRef cluster, KubeVersion from, KubeVersion to) {
    controlPlane(cluster).rollBack(from, to);
  }

  @Override
  public AddonOutcome ensureAddon(ClusterRef cluster, String name, String version) {
    return new AddonUpdate(apis.eks(cluster), cluster, author, ordered.get(), name).ensure(version);
  }

  private ControlPlaneUpdate controlPlane(ClusterRef cluster) {
    return new ControlPlaneUpdate(apis.eks(cluster), cluster, author, ordered.get());
  }

  private static List<Addon> installed(EksClient eks, ClusterRef cluster) {
    return eks.listAddonsPaginator(r -> r.clusterName(cluster.name())).addons().stream()
        .map(name -> eks.describeAddon(r -> r.clusterName(cluster.name()).addonName(name)).addon())
        .toList();
  }

  private static List<KubeVersion> offered(EksClient eks) {
    return eks.describeClusterVersionsPaginator(request -> {}).clusterVersions().stream()
        .filter(one -> one.versionStatus() != VersionStatus.UNSUPPORTED)
        .map(ClusterVersionInformation::clusterVersion)
        .flatMap(version -> KubeVersion.find(version).stream())
        .sorted()
        .distinct()
        .toList();
  }

  private static List<UpdateFact> running(
      EksClient eks, ClusterRef cluster, List<Update> ofCluster) {
    List<UpdateFact> running = new ArrayList<>();
    ofCluster.stream()
        .filter(one -> one.status() == UpdateStatus.IN_PROGRESS)
        .forEach(one -> running.add(fact("control plane", one)));
    for (Addon addon : installed(eks, cluster)) {
      if (addon.status() == AddonStatus.UPDATING) {
        UpdateLog.ofAddon(eks, cluster, addon.addonName())
            .running()
            .ifPresent(one -> running.add(fact("add-on " + addon.addonName(), one)));
      }
    }
    for (String name :
        eks.listNodegroupsPaginator(r -> r.clusterName(cluster.name())).nodegroups()) {
      if (eks.describeNodegroup(r -> r.clusterName(cluster.name()).nodegroupName(name))
              .nodegroup()
              .status()
          == NodegroupStatus.UPDATING) {
        UpdateLog.ofNodeGroup(eks, cluster, name)
            .running()
            .ifPresent(one -> running.add(fact("node group " + name, one)));
      }
    }
    return running;
  }

  private static UpdateFact fact(String object, Update update) {
    return new UpdateFact(
        object,
        update.id(),
        update.typeAsString(),
        UpdateLog.told(update).strip(),
        update.createdAt());
  }

  /** Only the last move can be taken back, only if it led upwards, and only for a week. */
  private Rollback rollback(KubeVersion version, List<Update> updates) {
    Optional<Instant> until =
        updates.stream()
            .filter(UpdateLog::movesVersion)
            .filter(one -> one.status() == UpdateStatus.SUCCESSFUL)
            .findFirst()
            .filter(one -> one.type() == UpdateType.VERSION_UPDATE)
            .filter(one -> UpdateLog.to(one, UpdateParamType.VERSION).equals(version.toString()))
            .map(one -> one.createdAt().plus(WINDOW))
            .filter(end -> end.isAfter(time.instant()));
    return new Rollback(
        true, version.previous(), until.orElse(Instant.EPOCH), (int) WINDOW.toHours());
  }
}
