package org.hubkeeper.fleet.blueprint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hubkeeper.fleet.StrictYaml;
import org.hubkeeper.fleet.blueprint.EksctlConfig.AccessPolicy;
import org.hubkeeper.fleet.blueprint.EksctlConfig.Pool;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Addon;
import org.hubkeeper.workflows.model.ClusterDefinition.Admin;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterDefinition.Nat;
import org.hubkeeper.workflows.model.ClusterDefinition.Network;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterDefinition.Taint;

/**
 * An eksctl file in Hubkeeper's terms. What is left out is as eksctl has it ({@code
 * pkg/apis/eksctl.io/v1alpha5/defaults.go}): addresses, one NAT gateway, gp3 volumes of 80 GiB,
 * Amazon Linux 2023; but a new group has one node, not two.
 */
final class EksctlDefinition {

  /** A group begins with one node, from which an autoscaler learns what its nodes offer. */
  private static final int DESIRED = 1;

  private final EksctlConfig config;

  EksctlDefinition(EksctlConfig config) {
    this.config = config;
  }

  ClusterDefinition of(String hash) {
    return new ClusterDefinition(
        config.metadata().name(),
        config.metadata().region(),
        config.metadata().version(),
        orNone(config.metadata().tags()),
        network(),
        admins(),
        config.addons().stream().map(EksctlDefinition::addon).toList(),
        Stream.concat(associations(), serviceAccounts()).toList(),
        config.managedNodeGroups().stream().map(EksctlDefinition::pool).toList(),
        hash);
  }

  private Network network() {
    EksctlConfig.Vpc vpc = config.vpc();
    String cidr = vpc == null || vpc.cidr() == null ? "192.168.0.0/16" : vpc.cidr();
    Nat nat =
        vpc == null || vpc.nat() == null
            ? Nat.SINGLE
            : switch (vpc.nat().gateway()) {
              case "Disable" -> Nat.DISABLE;
              case "HighlyAvailable" -> Nat.HIGHLY_AVAILABLE;
              default -> Nat.SINGLE;
            };
    return new Network(cidr, config.availabilityZones(), nat);
  }

  private List<Admin> admins() {
    if (config.accessConfig() == null) {
      return List.of();
    }
    return orNone(config.accessConfig().accessEntries()).stream()
        .map(
            entry ->
                new Admin(
                    entry.principalArn(),
                    orNone(entry.kubernetesGroups()),
                    orNone(entry.accessPolicies()).stream().map(AccessPolicy::policyArn).toList()))
        .toList();
  }

  private static Addon addon(EksctlConfig.Addon addon) {
    JsonNode values = addon.configurationValues();
    if (values != null && values.isTextual()) {
      values = StrictYaml.group(values.asText()).orElseThrow();
    }
    String configuration = values == null ? "" : values.toString();
    return new Addon(addon.name(), addon.version() == null ? "" : addon.version(), configuration);
  }

  private Stream<Identity> associations() {
    return config.iam() == null
        ? Stream.of()
        : orNone(config.iam().podIdentityAssociations()).stream()
            .map(
                one ->
                    identity(
                        new Account(one.namespace(), one.serviceAccountName()),
                        Identity.Kind.POD_IDENTITY,
                        one.permissionPolicyArns(),
                        one.permissionPolicy(),
                        one.wellKnownPolicies()));
  }

  private Stream<Identity> serviceAccounts() {
    return config.iam() == null
        ? Stream.of()
        : orNone(config.iam().serviceAccounts()).stream()
            .map(
                one ->
                    identity(
                        new Account(one.metadata().namespace(), one.metadata().name()),
                        Identity.Kind.IRSA,
                        one.attachPolicyArns(),
                        one.attachPolicy(),
                        one.wellKnownPolicies()));
  }

  private record Account(String namespace, String name) {}

  private static Identity identity(
      Account account,
      Identity.Kind kind,
      List<String> arns,
      JsonNode document,
      Map<String, Boolean> wellKnown) {
    Set<String> all = new LinkedHashSet<>(orNone(arns));
    all.addAll(WellKnownPolicies.arns(orNone(wellKnown)));
    String own =
        document == null ? WellKnownPolicies.document(orNone(wellKnown)) : document.toString();
    return new Identity(account.namespace(), account.name(), kind, List.copyOf(all), own);
  }

  private static NodeGroup pool(Pool pool) {
    return new NodeGroup(
        pool.name(),
        pool.instanceType() == null ? pool.instanceTypes() : List.of(pool.instanceType()),
        pool.minSize(),
        pool.maxSize(),
        desired(pool),
        pool.volumeSize() == null ? 80 : pool.volumeSize(),
        pool.volumeType() == null ? "gp3" : pool.volumeType(),
        pool.amiFamily() == null ? "AmazonLinux2023" : pool.amiFamily(),
        pool.ami() == null ? "" : pool.ami(),
        pool.spot(),
        orNone(pool.availabilityZones()),
        orNone(pool.labels()),
        taints(pool.taints()),
        orNone(pool.tags()),
        pool.privateNetworking());
  }

  private static int desired(Pool pool) {
    return pool.desiredCapacity() == null
        ? Math.max(DESIRED, pool.minSize())
        : pool.desiredCapacity();
  }

  /** eksctl takes a list, or a group of {@code key: value:effect}. */
  private static List<Taint> taints(JsonNode written) {
    List<Taint> taints = new ArrayList<>();
    if (written != null && written.isArray()) {
      written.forEach(
          one ->
              taints.add(
                  new Taint(
                      one.path("key").asText(),
                      one.path("value").asText(),
                      one.path("effect").asText())));
    } else if (written != null) {
      written
          .properties()
          .forEach(
              one -> {
                String[] parts = one.getValue().asText().split(":", 2);
                taints.add(new Taint(one.getKey(), parts[0], parts[1]));
              });
    }
    return taints;
  }

  private static <T> List<T> orNone(List<T> values) {
    return values == null ? List.of() : values;
  }

  private static <T> Map<String, T> orNone(Map<String, T> values) {
    return values == null ? Map.of() : values;
  }
}
