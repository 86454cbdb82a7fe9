package org.hubkeeper.workflows.model;

import java.util.List;
import java.util.Map;

/**
 * What a cluster shall be, as its eksctl file says: only what Hubkeeper supports, for a file with
 * anything else is refused.
 *
 * @param version Kubernetes version, as {@code 1.34}
 * @param tags on everything that is created for the cluster
 * @param admins who besides the worker may enter it
 * @param hash SHA-256 of the file
 */
public record ClusterDefinition(
    String name,
    String region,
    String version,
    Map<String, String> tags,
    Network network,
    List<Admin> admins,
    List<Addon> addons,
    List<Identity> identities,
    List<NodeGroup> nodeGroups,
    String hash) {

  public ClusterDefinition {
    tags = Map.copyOf(tags);
    admins = List.copyOf(admins);
    addons = List.copyOf(addons);
    identities = List.copyOf(identities);
    nodeGroups = List.copyOf(nodeGroups);
  }

  /**
   * The VPC that is made for the cluster.
   *
   * @param cidr its addresses, as {@code 192.168.0.0/16}
   * @param zones availability zones, each with a public and a private subnet
   * @param nat how private subnets reach out
   */
  public record Network(String cidr, List<String> zones, Nat nat) {
    public Network {
      zones = List.copyOf(zones);
    }
  }

  /** As eksctl's {@code vpc.nat.gateway}. */
  public enum Nat {
    DISABLE,
    SINGLE,
    HIGHLY_AVAILABLE
  }

  /**
   * An access entry.
   *
   * @param principal ARN of a role or user
   * @param groups Kubernetes groups
   * @param policies ARNs of EKS access policies, for the whole cluster
   */
  public record Admin(String principal, List<String> groups, List<String> policies) {
    public Admin {
      groups = List.copyOf(groups);
      policies = List.copyOf(policies);
    }
  }

  /**
   * An EKS add-on.
   *
   * @param version empty: the one that EKS takes by default for the cluster's version
   * @param configuration JSON, empty for none
   */
  public record Addon(String name, String version, String configuration) {}

  /**
   * An IAM role for one service account, so that no key has to be stored.
   *
   * @param kind by Pod Identity or by the cluster's OIDC provider (IRSA)
   * @param policies ARNs of managed policies
   * @param document a policy of its own as JSON, empty for none
   */
  public record Identity(
      String namespace, String serviceAccount, Kind kind, List<String> policies, String document) {
    public Identity {
      policies = List.copyOf(policies);
    }

    /** How the service account becomes the role. */
    public enum Kind {
      POD_IDENTITY,
      IRSA
    }

    /** As {@code cluster-tools/autoscaler}. */
    public String key() {
      return namespace + "/" + serviceAccount;
    }
  }

  /**
   * A managed node group.
   *
   * @param desired nodes when it is created; afterwards the autoscaler decides
   * @param ami a fixed machine image, empty for EKS's own of the family
   * @param zones availability zones; empty for all of the network
   * @param privateNetworking whether its nodes are in the private subnets, without addresses of
   *     their own
   */
  public record NodeGroup(
      String name,
      List<String> instanceTypes,
      int min,
      int max,
      int desired,
      int volumeGiB,
      String volumeType,
      String amiFamily,
      String ami,
      boolean spot,
      List<String> zones,
      Map<String, String> labels,
      List<Taint> taints,
      Map<String, String> tags,
      boolean privateNetworking) {
    public NodeGroup {
      instanceTypes = List.copyOf(instanceTypes);
      zones = List.copyOf(zones);
      labels = Map.copyOf(labels);
      taints = List.copyOf(taints);
      tags = Map.copyOf(tags);
    }

    /** Whether its machines have NVIDIA GPUs, by the families that EC2 names so. */
    public boolean gpu() {
      return instanceTypes.stream().anyMatch(type -> type.matches("(g|p)[0-9].*"));
    }
  }

  /** A taint of a node group's nodes; the effect as Kubernetes writes it. */
  public record Taint(String key, String value, String effect) {}

  /** Whether any pool has GPUs. */
  public boolean gpu() {
    return nodeGroups.stream().anyMatch(NodeGroup::gpu);
  }
}
