package org.hubkeeper.activities.aws.check;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;

/**
 * Whether the account's vCPUs suffice: for the nodes that new groups begin with, or the bootstrap
 * can't succeed; for all groups at their largest, or the autoscaler will come to its limit.
 */
final class MachineQuotaCheck {

  private final Ec2Client ec2;
  private final ServiceQuotasClient quotas;
  private final Asking asking;

  /** Families and how they are bought have quotas of their own. */
  private record Kind(Family family, boolean spot) {}

  MachineQuotaCheck(Ec2Client ec2, ServiceQuotasClient quotas, Asking asking) {
    this.ec2 = ec2;
    this.quotas = quotas;
    this.asking = asking;
  }

  void check(List<NodeGroup> groups) {
    if (!groups.isEmpty()) {
      asking.ask(
          "the quotas of vCPUs",
          "ec2:DescribeInstances, ec2:DescribeInstanceTypes, servicequotas:GetServiceQuota",
          () -> room(groups));
    }
  }

  private void room(List<NodeGroup> groups) {
    List<Instance> running = running();
    Map<String, Integer> sizes = sizes(groups, running);
    Map<Kind, Integer> used = new HashMap<>();
    for (Instance instance : running) {
      String type = instance.instanceTypeAsString();
      kind(type, instance.instanceLifecycle() == InstanceLifecycleType.SPOT)
          .ifPresent(kind -> used.merge(kind, sizes.getOrDefault(type, 0), Integer::sum));
    }
    Map<Kind, Integer> first = needed(groups, sizes, group -> Math.max(1, group.min()));
    Map<Kind, Integer> largest = needed(groups, sizes, NodeGroup::max);
    first.forEach(
        (kind, vcpus) ->
            compare(kind, used.getOrDefault(kind, 0), vcpus, largest.getOrDefault(kind, 0)));
  }

  private void compare(Kind kind, int used, int first, int largest) {
    Quota quota = kind.family().quota(kind.spot());
    double value = quota.value(quotas);
    if (used + first > value) {
      asking.block(
          quota.code(),
          "the account's quota \"%s\" is %.0f, %d are in use and the new node groups begin with %d;"
              + " have it raised (Service Quotas, ec2 %s)",
          quota.name(),
          value,
          used,
          first,
          quota.id());
    } else if (used + largest > value) {
      asking.advise(
          quota.code() + "_LARGEST",
          "the account's quota \"%s\" is %.0f, %d are in use and the node groups take %d at their"
              + " largest; the autoscaler will come to that limit (Service Quotas, ec2 %s)",
          quota.name(),
          value,
          used,
          largest,
          quota.id());
    }
  }

  private static Map<Kind, Integer> needed(
      List<NodeGroup> groups, Map<String, Integer> sizes, ToIntFunction<NodeGroup> nodes) {
    Map<Kind, Integer> needed = new LinkedHashMap<>();
    for (NodeGroup group : groups) {
      // Of several types any may be taken; the largest is the one to be prepared for.
      group.instanceTypes().stream()
          .max(Comparator.comparing(type -> sizes.getOrDefault(type, 0)))
          .flatMap(
              type ->
                  kind(type, group.spot())
                      .map(kind -> Map.entry(kind, sizes.getOrDefault(type, 0))))
          .ifPresent(
              one ->
                  needed.merge(
                      one.getKey(), one.getValue() * nodes.applyAsInt(group), Integer::sum));
    }
    return needed;
  }

  private static Optional<Kind> kind(String type, boolean spot) {
    return Family.of(type).map(family -> new Kind(family, spot));
  }

  private List<Instance> running() {
    Filter state =
        Filter.builder().name("instance-state-name").values("pending", "running").build();
    return ec2.describeInstancesPaginator(r -> r.filters(state)).reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  /** By a filter: asking for a type by name fails for all when EC2 does not know one. */
  private Map<String, Integer> sizes(List<NodeGroup> groups, List<Instance> running) {
    Set<String> types =
        Stream.concat(
                groups.stream().flatMap(group -> group.instanceTypes().stream()),
                running.stream().map(Instance::instanceTypeAsString))
            .collect(Collectors.toSet());
    Filter named = Filter.builder().name("instance-type").values(types).build();
    return ec2.describeInstanceTypesPaginator(r -> r.filters(named)).instanceTypes().stream()
        .collect(
            Collectors.toMap(
                InstanceTypeInfo::instanceTypeAsString,
                info -> info.vCpuInfo().defaultVCpus(),
                (one, other) -> one));
  }
}
