package org.hubkeeper.activities.aws.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.InvalidParameterException;
import software.amazon.awssdk.services.eks.model.PodIdentityAssociation;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/** Service accounts that can become a role, by Pod Identity or by the cluster's OIDC provider. */
final class Identities {

  /** So long EKS may not have heard of a role that IAM shows. */
  private static final Duration SPREADING = Duration.ofMinutes(2);

  private final EksClient eks;
  private final IamClient iam;
  private final ClusterRef cluster;
  private final Author author;
  private final InstantSource time;

  Identities(EksClient eks, IamClient iam, ClusterRef cluster, Author author, InstantSource time) {
    this.eks = eks;
    this.iam = iam;
    this.cluster = cluster;
    this.author = author;
    this.time = time;
  }

  /** Key to ARN of those that are there with all that is wanted of them. */
  Map<String, String> complete(List<Identity> identities) {
    Map<String, String> complete = new LinkedHashMap<>();
    for (Identity identity : identities) {
      role(identity)
          .complete()
          .map(Role::arn)
          .filter(arn -> identity.kind() == Identity.Kind.IRSA || leads(identity, arn))
          .ifPresent(arn -> complete.put(identity.key(), arn));
    }
    return complete;
  }

  String ensure(Cluster found, Identity identity) {
    if (identity.kind() == Identity.Kind.IRSA) {
      String provider = new IdentityProvider(iam, cluster, author).arn(found);
      return role(identity)
          .ensure(
              PolicyJson.issuerTrust(
                  provider,
                  IdentityProvider.host(found),
                  identity.namespace(),
                  identity.serviceAccount()))
          .arn();
    }
    Role role =
        role(identity)
            .ensure(PolicyJson.podIdentityTrust(identity.namespace(), identity.serviceAccount()));
    associate(identity, role);
    return role.arn();
  }

  /** Whether the service account gets its role by Pod Identity. */
  boolean associated(String namespace, String account) {
    return association(namespace, account).isPresent();
  }

  private void associate(Identity identity, Role role) {
    Optional<PodIdentityAssociation> found =
        association(identity.namespace(), identity.serviceAccount());
    if (found.isEmpty()) {
      create(identity, role);
    } else if (!found.get().roleArn().equals(role.arn())) {
      throw Failures.of(
          FailureKind.DRIFTED,
          ("service account %s becomes another role, %s; remove its Pod Identity association %s in"
                  + " EKS")
              .formatted(identity.key(), found.get().roleArn(), found.get().associationId()),
          null);
    }
  }

  private void create(Identity identity, Role role) {
    try {
      eks.createPodIdentityAssociation(
          request ->
              request
                  .clusterName(cluster.name())
                  .namespace(identity.namespace())
                  .serviceAccount(identity.serviceAccount())
                  .roleArn(role.arn())
                  .clientRequestToken(author.token("identity " + identity.key()))
                  .tags(OwnTags.of(cluster, author, Map.of())));
    } catch (InvalidParameterException e) {
      Instant made = role.createDate();
      if (made == null || made.plus(SPREADING).isBefore(time.instant())) {
        throw e;
      }
      throw Failures.notReady(
          Blocker.of(
              "the role of " + identity.key(),
              "IAM, which is spreading it since " + made,
              "nothing to do: it takes seconds"));
    }
  }

  private boolean leads(Identity identity, String arn) {
    return association(identity.namespace(), identity.serviceAccount())
        .filter(one -> one.roleArn().equals(arn))
        .isPresent();
  }

  /** A listing does not show roles. */
  private Optional<PodIdentityAssociation> association(String namespace, String account) {
    return eks
        .listPodIdentityAssociations(
            r -> r.clusterName(cluster.name()).namespace(namespace).serviceAccount(account))
        .associations()
        .stream()
        .findFirst()
        .map(
            one ->
                eks.describePodIdentityAssociation(
                        r -> r.clusterName(cluster.name()).associationId(one.associationId()))
                    .association());
  }

  private IdentityRole role(Identity identity) {
    return new IdentityRole(iam, cluster, author, identity);
  }
}
