package org.hubkeeper.activities.aws.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.activity.NodeGroups;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupScalingConfig;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/** Managed node groups by Amazon EKS. */
public final class EksNodeGroups implements NodeGroups {

  private final AwsApis apis;
  private final Author author;

  public EksNodeGroups(AwsApis apis) {
    this(apis, Author.current());
  }

  EksNodeGroups(AwsApis apis, Author author) {
    this.apis = apis;
    this.author = author;
  }

  @Override
  public List<NodeGroupFact> list(ClusterRef cluster) {
    List<Nodegroup> groups = new ArrayList<>();
    try {
      for (String name :
          apis.eks(cluster)
              .listNodegroupsPaginator(r -> r.clusterName(cluster.name()))
              .nodegroups()) {
        look(cluster, name).ifPresent(groups::add);
      }
    } catch (ResourceNotFoundException e) {
      return List.of();
    }
    List<String> asgs =
        groups.stream().map(EksNodeGroups::asg).filter(name -> !name.isEmpty()).toList();
    Map<String, Map<String, String>> tags = tags(cluster).of(asgs);
    return groups.stream()
        .map(group -> fact(cluster, group, tags.getOrDefault(asg(group), Map.of())))
        .toList();
  }

  @Override
  public NodeGroupFact ensure(ClusterRef cluster, NodeGroup wanted, StackFact stack) {
    Optional<Nodegroup> found = look(cluster, wanted.name());
    if (found.isEmpty()) {
      new GroupRequest(apis, cluster, author).send(wanted, stack);
      throw waitFor(wanted.name(), "EKS, which has been asked to make it");
    }
    Nodegroup group = found.get();
    requireOurs(cluster, group);
    if (failed(group)) {
      throw Failures.of(
          FailureKind.REJECTED,
          "node group %s is %s: %s; cure that and let Hubkeeper make it anew"
              .formatted(wanted.name(), group.statusAsString(), told(group)),
          null);
    }
    if (group.status() != NodegroupStatus.ACTIVE) {
      throw waitFor(
          wanted.name(),
          issues(group).isEmpty()
              ? "EKS, which says " + group.statusAsString()
              : "EKS, which says " + group.statusAsString() + ", " + told(group));
    }
    ScalingTags tags = tags(cluster);
    tags.ensure(asg(group), ScalingTags.wanted(cluster, wanted));
    return fact(cluster, group, tags.of(List.of(asg(group))).getOrDefault(asg(group), Map.of()));
  }

  @Override
  public void awaitAtMost(ClusterRef cluster, String name, int nodes) {
    int now = look(cluster, name).map(group -> group.scalingConfig().desiredSize()).orElse(0);
    if (now > nodes) {
      throw Failures.notReady(
          Blocker.of(
              "node group " + name,
              "its nodes, of which %d should be there at most".formatted(nodes),
              "nothing to do: the autoscaler removes a node that was empty for ten minutes; where"
                  + " it does not, look at the pods of its nodes"));
    }
  }

  @Override
  public void ensureFailedAbsent(ClusterRef cluster, String name) {
    Optional<Nodegroup> found = look(cluster, name);
    if (found.isEmpty()) {
      new LaunchTemplates(apis.ec2(cluster), cluster, author).ensureAbsent(name);
      return;
    }
    requireOurs(cluster, found.get());
    switch (found.get().status()) {
      case CREATE_FAILED ->
          apis.eks(cluster).deleteNodegroup(r -> r.clusterName(cluster.name()).nodegroupName(name));
      case DELETING -> {}
      case DELETE_FAILED ->
          throw Failures.of(
              FailureKind.REJECTED,
              "EKS could not remove node group %s: %s; remove what holds it, then delete it in EKS"
                  .formatted(name, told(found.get())),
              null);
      default ->
          throw Failures.of(
              FailureKind.DRIFTED,
              "node group %s had failed and is now %s; run again to see what is left to do"
                  .formatted(name, found.get().statusAsString()),
              null);
    }
    throw waitFor(name, "EKS, which is removing what is left of it");
  }

  private static boolean failed(Nodegroup group) {
    return group.status() == NodegroupStatus.CREATE_FAILED
        || group.status() == NodegroupStatus.DELETE_FAILED;
  }

  private static void requireOurs(ClusterRef cluster, Nodegroup group) {
    if (!OwnTags.ours(cluster, group.tags())) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "%s has a node group %s that Hubkeeper did not make; give the new one another name"
              .formatted(cluster, group.nodegroupName()),
          null);
    }
  }

  private Optional<Nodegroup> look(ClusterRef cluster, String name) {
    EksClient eks = apis.eks(cluster);
    try {
      return Optional.of(
          eks.describeNodegroup(r -> r.clusterName(cluster.name()).nodegroupName(name))
              .nodegroup());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private static NodeGroupFact fact(
      ClusterRef cluster, Nodegroup group, Map<String, String> templateTags) {
    NodegroupScalingConfig sizes = group.scalingConfig();
    return new NodeGroupFact(
        group.nodegroupName(),
        group.statusAsString(),
        OwnTags.ours(cluster, group.tags()),
        group.instanceTypes(),
        sizes == null ? 0 : Objects.requireNonNullElse(sizes.minSize(), 0),
        sizes == null ? 0 : Objects.requireNonNullElse(sizes.maxSize(), 0),
        sizes == null ? 0 : Objects.requireNonNullElse(sizes.desiredSize(), 0),
        group.labels(),
        issues(group),
        asg(group),
        templateTags);
  }

  /** Empty until EKS has made it. */
  private static String asg(Nodegroup group) {
    return group.resources() == null || group.resources().autoScalingGroups().isEmpty()
        ? ""
        : group.resources().autoScalingGroups().get(0).name();
  }

  private static List<String> issues(Nodegroup group) {
    return group.health() == null
        ? List.of()
        : group.health().issues().stream()
            .map(issue -> issue.codeAsString() + ": " + issue.message())
            .toList();
  }

  private static String told(Nodegroup group) {
    List<String> issues = issues(group);
    return issues.isEmpty() ? "EKS tells no reason" : String.join("; ", issues);
  }

  private ScalingTags tags(ClusterRef cluster) {
    return new ScalingTags(apis.autoScaling(cluster));
  }

  private static RuntimeException waitFor(String name, String holder) {
    return Failures.notReady(
        Blocker.of("node group " + name, holder, "nothing to do: it takes a few minutes"));
  }
}
