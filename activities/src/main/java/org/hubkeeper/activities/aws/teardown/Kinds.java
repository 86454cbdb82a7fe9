package org.hubkeeper.activities.aws.teardown;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.teardown.account.IamPolicies;
import org.hubkeeper.activities.aws.teardown.account.IamRoles;
import org.hubkeeper.activities.aws.teardown.account.IdentityProviders;
import org.hubkeeper.activities.aws.teardown.account.KeyAliases;
import org.hubkeeper.activities.aws.teardown.account.KmsKeys;
import org.hubkeeper.activities.aws.teardown.account.LogGroups;
import org.hubkeeper.activities.aws.teardown.account.StackRemoval;
import org.hubkeeper.activities.aws.teardown.balancing.Balancers;
import org.hubkeeper.activities.aws.teardown.balancing.ClassicBalancers;
import org.hubkeeper.activities.aws.teardown.balancing.TargetGroups;
import org.hubkeeper.activities.aws.teardown.compute.Addons;
import org.hubkeeper.activities.aws.teardown.compute.Clusters;
import org.hubkeeper.activities.aws.teardown.compute.FargateProfiles;
import org.hubkeeper.activities.aws.teardown.compute.Instances;
import org.hubkeeper.activities.aws.teardown.compute.NodeGroups;
import org.hubkeeper.activities.aws.teardown.compute.PodIdentities;
import org.hubkeeper.activities.aws.teardown.compute.ScalingGroups;
import org.hubkeeper.activities.aws.teardown.compute.Templates;
import org.hubkeeper.activities.aws.teardown.names.Records;
import org.hubkeeper.activities.aws.teardown.network.Addresses;
import org.hubkeeper.activities.aws.teardown.network.DhcpOptions;
import org.hubkeeper.activities.aws.teardown.network.EgressGateways;
import org.hubkeeper.activities.aws.teardown.network.Endpoints;
import org.hubkeeper.activities.aws.teardown.network.FlowLogs;
import org.hubkeeper.activities.aws.teardown.network.GroupRules;
import org.hubkeeper.activities.aws.teardown.network.Interfaces;
import org.hubkeeper.activities.aws.teardown.network.InternetGateways;
import org.hubkeeper.activities.aws.teardown.network.NatGateways;
import org.hubkeeper.activities.aws.teardown.network.NetworkAcls;
import org.hubkeeper.activities.aws.teardown.network.Peerings;
import org.hubkeeper.activities.aws.teardown.network.RouteTables;
import org.hubkeeper.activities.aws.teardown.network.SecurityGroups;
import org.hubkeeper.activities.aws.teardown.network.Subnets;
import org.hubkeeper.activities.aws.teardown.network.Vpcs;
import org.hubkeeper.activities.aws.teardown.network.VpnGateways;
import org.hubkeeper.activities.aws.teardown.storage.Buckets;
import org.hubkeeper.activities.aws.teardown.storage.DataVolumes;
import org.hubkeeper.activities.aws.teardown.storage.FileSystems;
import org.hubkeeper.activities.aws.teardown.storage.MountTargets;
import org.hubkeeper.activities.aws.teardown.storage.Repositories;
import org.hubkeeper.activities.aws.teardown.storage.Snapshots;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * All kinds of things in an account that a cluster may leave behind, by their names. Access entries
 * are none: they are part of the cluster, and the worker needs its own to the last.
 */
public final class Kinds {

  private static final Map<String, Kind> ALL = new LinkedHashMap<>();

  static {
    List.of(
            new Clusters(),
            new NodeGroups(),
            new FargateProfiles(),
            new Addons(),
            new PodIdentities(),
            new ScalingGroups(),
            new Instances(),
            new Templates(),
            new Balancers(),
            new ClassicBalancers(),
            new TargetGroups(),
            new NatGateways(),
            new Addresses(),
            new Endpoints(),
            new Interfaces(),
            new SecurityGroups(),
            new GroupRules(),
            new MountTargets(),
            new FileSystems(),
            new Peerings(),
            new VpnGateways(),
            new RouteTables(),
            new NetworkAcls(),
            new FlowLogs(),
            new InternetGateways(),
            new EgressGateways(),
            new Subnets(),
            new Vpcs(),
            new DhcpOptions(),
            new DataVolumes(),
            new Snapshots(),
            new StackRemoval(),
            new IamRoles(),
            new IamPolicies(),
            new IdentityProviders(),
            new LogGroups(),
            new KmsKeys(),
            new KeyAliases(),
            new Records(),
            new Repositories(),
            new Buckets())
        .forEach(kind -> ALL.put(kind.name(), kind));
  }

  private Kinds() {}

  /** In the order in which people read of them. */
  public static List<Kind> all() {
    return List.copyOf(ALL.values());
  }

  /** The kind of that name; UNEXPECTED when there is none, for plans only name those of here. */
  public static Kind of(String name) {
    Kind kind = ALL.get(name);
    if (kind == null) {
      throw Failures.of(
          FailureKind.UNEXPECTED, "no kind " + name + "; known: " + ALL.keySet(), null);
    }
    return kind;
  }
}
