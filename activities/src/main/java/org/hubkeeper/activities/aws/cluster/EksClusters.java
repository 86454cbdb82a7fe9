package org.hubkeeper.activities.aws.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.AuthenticationMode;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/** The cluster itself, without what is in it. */
final class EksClusters {

  private static final String WAIT = "nothing to do: it takes about ten minutes";

  private final EksClient eks;
  private final ClusterRef cluster;
  private final Author author;

  EksClusters(EksClient eks, ClusterRef cluster, Author author) {
    this.eks = eks;
    this.cluster = cluster;
    this.author = author;
  }

  Optional<Cluster> look() {
    try {
      return Optional.of(eks.describeCluster(r -> r.name(cluster.name())).cluster());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /** For those that need one. */
  Cluster require() {
    return look()
        .orElseThrow(
            () ->
                Failures.of(
                    FailureKind.MISSING,
                    "EKS has no cluster %s in %s".formatted(cluster, cluster.region()),
                    null));
  }

  boolean ours(Cluster found) {
    return OwnTags.ours(cluster, found.tags());
  }

  /** The cluster once it is ACTIVE. */
  Cluster ensure(ClusterDefinition definition, StackFact stack) {
    Optional<Cluster> found = look();
    if (found.isEmpty()) {
      create(definition, stack);
      throw waitFor("EKS, which has been asked to make it", WAIT);
    }
    requireOurs(found.get());
    ClusterStatus status = found.get().status();
    if (status == ClusterStatus.FAILED) {
      throw Failures.of(
          FailureKind.REJECTED,
          "EKS could not make %s: %s; cure that, delete the cluster in EKS and retry"
              .formatted(cluster, EksIssues.told(EksIssues.of(found.get().health()))),
          null);
    }
    if (status != ClusterStatus.ACTIVE) {
      throw waitFor("EKS, which says " + found.get().statusAsString(), WAIT);
    }
    return found.get();
  }

  /** Notes the uid; another one there means that somebody speaks of another cluster. */
  void ensureUid(String uid) {
    Cluster found = require();
    requireOurs(found);
    String there = found.tags().getOrDefault(OwnTags.UID, uid);
    if (!there.equals(uid)) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "%s is tagged with uid %s, its kube-system has %s; find out which cluster answers at %s"
              .formatted(cluster, there, uid, found.endpoint()),
          null);
    }
    if (!found.tags().containsKey(OwnTags.UID)) {
      eks.tagResource(r -> r.resourceArn(found.arn()).tags(Map.of(OwnTags.UID, uid)));
    }
  }

  /**
   * Who makes it becomes no administrator: access is by entries only. EKS's own add-ons are
   * installed as such, not by its defaults.
   */
  private void create(ClusterDefinition definition, StackFact stack) {
    eks.createCluster(
        request ->
            request
                .name(cluster.name())
                .version(definition.version())
                .roleArn(stack.outputs().get("ServiceRoleARN"))
                .resourcesVpcConfig(
                    vpc ->
                        vpc.subnetIds(subnets(stack))
                            .securityGroupIds(stack.outputs().get("SecurityGroup"))
                            .endpointPublicAccess(true)
                            .endpointPrivateAccess(false))
                .accessConfig(
                    access ->
                        access
                            .authenticationMode(AuthenticationMode.API_AND_CONFIG_MAP)
                            .bootstrapClusterCreatorAdminPermissions(false))
                .bootstrapSelfManagedAddons(false)
                .clientRequestToken(author.token("cluster"))
                .tags(OwnTags.of(cluster, author, definition.tags())));
  }

  private static List<String> subnets(StackFact stack) {
    return Stream.of("SubnetsPublic", "SubnetsPrivate")
        .flatMap(key -> Stream.of(stack.outputs().getOrDefault(key, "").split(",")))
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private void requireOurs(Cluster found) {
    if (!ours(found)) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("EKS has a cluster %s that Hubkeeper did not make (no tag %s=%s); give the new one"
                  + " another name")
              .formatted(cluster, OwnTags.CLUSTER, cluster),
          null);
    }
  }

  private RuntimeException waitFor(String holder, String remedy) {
    return Failures.notReady(Blocker.of("cluster " + cluster, holder, remedy));
  }
}
