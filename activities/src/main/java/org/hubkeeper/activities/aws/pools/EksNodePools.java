package org.hubkeeper.activities.aws.pools;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hubkeeper.activities.Run;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.AwsApis;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.activities.aws.cluster.EksIssues;
import org.hubkeeper.activities.aws.nodes.ScalingTags;
import org.hubkeeper.activities.aws.upgrade.OneUpdate;
import org.hubkeeper.activities.aws.upgrade.UpdateLog;
import org.hubkeeper.workflows.activity.NodePools;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.NodegroupStatus;

/** Node groups of Amazon EKS through an upgrade; of other pools it says what a person can do. */
public final class EksNodePools implements NodePools {

  private final AwsApis apis;
  private final Nodes nodes;
  private final Author author;
  private final Supplier<Instant> ordered;

  /** {@code nodes}: who is on the nodes of a pool, as the cluster itself knows it. */
  public EksNodePools(AwsApis apis, Nodes nodes) {
    this(apis, nodes, Author.current(), Run::orderedAt);
  }

  EksNodePools(AwsApis apis, Nodes nodes, Author author, Supplier<Instant> ordered) {
    this.apis = apis;
    this.nodes = nodes;
    this.author = author;
    this.ordered = ordered;
  }

  @Override
  public List<PoolFact> list(ClusterRef cluster) {
    List<Nodegroup> managed = groups(cluster).all();
    List<AutoScalingGroup> own = new SelfManagedGroups(apis.autoScaling(cluster), cluster).all();
    List<PoolNodes> inside = nodes.inspect(cluster);
    PoolFacts facts = new PoolFacts(cluster, version(cluster), inside);
    Map<String, String> zones = groups(cluster).zones(managed);
    List<PoolFact> all = new ArrayList<>();
    managed.forEach(group -> all.add(facts.managed(group, zones)));
    own.forEach(group -> all.add(facts.selfManaged(group)));
    Set<String> known = all.stream().map(PoolFact::name).collect(Collectors.toSet());
    inside.stream()
        .filter(pool -> !pool.pool().isEmpty() && !known.contains(pool.pool()))
        .forEach(pool -> all.add(facts.provisioned(pool)));
    return all;
  }

  @Override
  public PoolFact ensureCopy(
      ClusterRef cluster, String from, String to, KubeVersion version, int count) {
    Optional<Nodegroup> found = groups(cluster).look(to);
    if (found.isEmpty()) {
      new GroupCopy(apis.eks(cluster), cluster, author)
          .send(groups(cluster).require(from), to, version, count);
      throw waitFor(to, "EKS, which has been asked to make it");
    }
    Nodegroup copy = found.get();
    if (!GroupTags.copyOf(copy, from)) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "there is a node group %s that is no copy of %s; rename or remove it".formatted(to, from),
          null);
    }
    requireUp(copy);
    tellAutoscaler(cluster, from, copy);
    return new PoolFacts(cluster, version, List.of())
        .managed(copy, groups(cluster).zones(List.of(copy)));
  }

  @Override
  public void ensureFailedCopyAbsent(ClusterRef cluster, String name) {
    Optional<Nodegroup> found = groups(cluster).look(name);
    if (found.isEmpty()) {
      return;
    }
    boolean ours =
        OwnTags.ours(cluster, found.get().tags())
            && found.get().tags().containsKey(GroupTags.COPY_OF);
    boolean dead =
        found.get().status() == NodegroupStatus.CREATE_FAILED
            || found.get().status() == NodegroupStatus.DELETING
            || found.get().status() == NodegroupStatus.DELETE_FAILED;
    if (ours && dead) {
      removal(cluster).ensure(name);
    }
  }

  @Override
  public void ensureClosedToGrowth(ClusterRef cluster, String name) {
    growth(cluster, name).close(atRest(cluster, name));
  }

  @Override
  public void ensureOpenToGrowth(ClusterRef cluster, String name) {
    if (groups(cluster).look(name).filter(GroupTags::closed).isPresent()) {
      growth(cluster, name).open(atRest(cluster, name));
    }
  }

  @Override
  public void ensureVersion(ClusterRef cluster, String name, KubeVersion version) {
    groups(cluster).require(name);
    new NodeGroupUpdate(apis.eks(cluster), cluster, author, ordered.get(), name).ensure(version);
  }

  @Override
  public void ensureAbsent(ClusterRef cluster, String name, String copy) {
    Optional<Nodegroup> found = groups(cluster).look(name);
    if (found.isPresent() && found.get().status() != NodegroupStatus.DELETING) {
      requireReplaced(cluster, name, copy);
    }
    removal(cluster).ensure(name);
  }

  private void requireReplaced(ClusterRef cluster, String name, String copy) {
    Optional<Nodegroup> there = groups(cluster).look(copy);
    if (there.isEmpty()
        || there.get().status() != NodegroupStatus.ACTIVE
        || !GroupTags.copyOf(there.get(), name)) {
      throw drifted(
          "node group %s stays: %s, which was to take its place, is %s; plan again",
          name, copy, there.map(Nodegroup::statusAsString).orElse("not there"));
    }
    int users =
        nodes.inspect(cluster).stream()
            .filter(pool -> pool.pool().equals(name))
            .mapToInt(PoolNodes::users)
            .sum();
    if (users > 0) {
      throw drifted(
          "node group %s stays: %d servers of users are on its nodes; plan again", name, users);
    }
  }

  private static void requireUp(Nodegroup copy) {
    String issues = EksIssues.told(EksIssues.of(copy.health()));
    if (copy.status() == NodegroupStatus.CREATE_FAILED
        || copy.status() == NodegroupStatus.DELETE_FAILED) {
      throw Failures.of(
          FailureKind.REJECTED,
          "node group %s is %s: %s; cure that and let Hubkeeper make it anew"
              .formatted(copy.nodegroupName(), copy.statusAsString(), issues),
          null);
    }
    if (copy.status() != NodegroupStatus.ACTIVE) {
      throw waitFor(
          copy.nodegroupName(),
          "EKS, which says "
              + copy.statusAsString()
              + (copy.health() == null || copy.health().issues().isEmpty() ? "" : ", " + issues));
    }
  }

  /** The same of labels and taints that the copied group's Auto Scaling group says. */
  private void tellAutoscaler(ClusterRef cluster, String from, Nodegroup copy) {
    Optional<String> source = groups(cluster).look(from).flatMap(ManagedGroups::asg);
    Optional<String> target = ManagedGroups.asg(copy);
    if (source.isPresent() && target.isPresent()) {
      ScalingTags tags = new ScalingTags(apis.autoScaling(cluster));
      tags.ensure(
          target.get(), tags.of(List.of(source.get())).getOrDefault(source.get(), Map.of()));
    }
  }

  private Nodegroup atRest(ClusterRef cluster, String name) {
    Nodegroup group = groups(cluster).require(name);
    if (group.status() == NodegroupStatus.UPDATING) {
      throw update(cluster, name).running();
    }
    return group;
  }

  private GroupGrowth growth(ClusterRef cluster, String name) {
    return new GroupGrowth(apis.eks(cluster), author, update(cluster, name));
  }

  private OneUpdate update(ClusterRef cluster, String name) {
    return new OneUpdate(
        UpdateLog.ofNodeGroup(apis.eks(cluster), cluster, name),
        "node group " + name,
        ordered.get(),
        "nothing to do: it takes a minute or two");
  }

  private GroupRemoval removal(ClusterRef cluster) {
    return new GroupRemoval(apis.eks(cluster), cluster, ordered.get());
  }

  private KubeVersion version(ClusterRef cluster) {
    return KubeVersion.parse(
        apis.eks(cluster).describeCluster(r -> r.name(cluster.name())).cluster().version());
  }

  private ManagedGroups groups(ClusterRef cluster) {
    return new ManagedGroups(apis, cluster);
  }

  private static RuntimeException drifted(String message, Object... words) {
    return Failures.of(FailureKind.DRIFTED, message.formatted(words), null);
  }

  private static RuntimeException waitFor(String name, String holder) {
    return Failures.notReady(
        Blocker.of("node group " + name, holder, "nothing to do: it takes a few minutes"));
  }
}
