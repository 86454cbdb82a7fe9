package org.hubkeeper.workflows.model;

import java.util.List;

/**
 * Where a cluster's things are looked for, found out while the cluster can still tell: recorded
 * once, for afterwards nothing leads there any more.
 *
 * @param vpcs networks whose whole content counts
 * @param issuer address of the cluster's OIDC issuer without its scheme; empty when not known
 * @param named ARNs of single things that only the cluster itself leads to: its role, its key
 * @param hosts names under which people reach it, from the fleet file; their records count
 * @param zone DNS zone of the hosts; empty when names are not ours to change
 * @param whole false when only the networks count: {@code scope=network}
 */
public record Site(
    List<String> vpcs,
    String issuer,
    List<String> named,
    List<String> hosts,
    String zone,
    boolean whole) {

  public Site {
    vpcs = List.copyOf(vpcs);
    named = List.copyOf(named);
    hosts = List.copyOf(hosts);
  }
}
