package org.hubkeeper.activities.aws.check;

import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.check.UpgradeCheck.Doubled;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** Whether quotas leave room for nodes that are there twice for a while, and for their disks. */
final class SurgeCheck {

  private static final Quota GROUPS =
      new Quota("QUOTA_NODES", "eks", "L-6D54EA21", "Managed node groups per cluster");
  private static final Quota DISK =
      new Quota(
          "QUOTA_DISK",
          "ebs",
          "L-7A658B76",
          "Storage for General Purpose SSD (gp3) volumes, in TiB");

  private static final int DEFAULT_DISK = 20;
  private static final double GIB_OF_TIB = 1024;

  private final AwsApis apis;
  private final ClusterRef cluster;
  private final Asking asking;

  SurgeCheck(AwsApis apis, ClusterRef cluster, Asking asking) {
    this.apis = apis;
    this.cluster = cluster;
    this.asking = asking;
  }

  void check(List<Doubled> doubled) {
    if (doubled.isEmpty()) {
      return;
    }
    machines(doubled);
    asking.ask(
        "the quota of node groups",
        "eks:ListNodegroups, servicequotas:GetServiceQuota",
        () -> groups(doubled));
    asking.ask(
        "the quota of disks",
        "ec2:DescribeVolumes, servicequotas:GetServiceQuota",
        () -> disks(doubled));
  }

  private void machines(List<Doubled> doubled) {
    Asking machines = new Asking();
    new MachineQuotaCheck(apis.ec2(cluster), apis.quotas(cluster), machines)
        .check(doubled.stream().map(SurgeCheck::asGroup).toList());
    machines.findings().stream()
        .filter(finding -> finding.blocking() || finding.code().equals("NOT_CHECKED"))
        .forEach(this::add);
  }

  private void add(Finding finding) {
    if (finding.blocking()) {
      asking.block("QUOTA_NODES", "%s", finding.message());
    } else {
      asking.advise(finding.code(), "%s", finding.message());
    }
  }

  private void groups(List<Doubled> doubled) {
    int there =
        (int)
            apis
                .eks(cluster)
                .listNodegroupsPaginator(r -> r.clusterName(cluster.name()))
                .nodegroups()
                .stream()
                .count();
    double value = GROUPS.value(apis.quotas(cluster));
    if (there + doubled.size() > value) {
      asking.block(
          GROUPS.code(),
          "the quota \"%s\" is %.0f, there are %d and %d copies come on top; have it raised (Service"
              + " Quotas, eks %s)",
          GROUPS.name(),
          value,
          there,
          doubled.size(),
          GROUPS.id());
    }
  }

  private void disks(List<Doubled> doubled) {
    int extra =
        doubled.stream()
            .mapToInt(
                one ->
                    one.extra()
                        * (one.group().diskSize() == null ? DEFAULT_DISK : one.group().diskSize()))
            .sum();
    Filter type = Filter.builder().name("volume-type").values(VolumeType.GP3.toString()).build();
    int used =
        apis.ec2(cluster).describeVolumesPaginator(r -> r.filters(type)).volumes().stream()
            .mapToInt(Volume::size)
            .sum();
    double value = DISK.value(apis.quotas(cluster));
    if (used + extra > value * GIB_OF_TIB) {
      asking.block(
          DISK.code(),
          "the account's quota \"%s\" is %.0f; volumes have %d GiB and the new nodes' disks need %d"
              + " more; have it raised (Service Quotas, ebs %s)",
          DISK.name(),
          value,
          used,
          extra,
          DISK.id());
    }
  }

  /** As the check of machines wants it: as many nodes as come on top, and no more. */
  private static NodeGroup asGroup(Doubled one) {
    return new NodeGroup(
        one.name(),
        one.group().instanceTypes(),
        one.extra(),
        one.extra(),
        one.extra(),
        0,
        "",
        "",
        "",
        one.spot(),
        List.of(),
        Map.of(),
        List.of(),
        Map.of(),
        false);
  }
}
