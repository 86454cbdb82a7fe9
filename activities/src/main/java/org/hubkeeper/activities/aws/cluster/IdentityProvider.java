package org.hubkeeper.activities.aws.cluster;

import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetOpenIdConnectProviderResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * IAM's trust in a cluster's OIDC issuer. IAM trusts the public authority behind EKS's issuers, so
 * no thumbprint is given.
 */
final class IdentityProvider {

  private static final String AUDIENCE = "sts.amazonaws.com";

  private final IamClient iam;
  private final ClusterRef cluster;
  private final Author author;

  IdentityProvider(IamClient iam, ClusterRef cluster, Author author) {
    this.iam = iam;
    this.cluster = cluster;
    this.author = author;
  }

  boolean exists(Cluster found) {
    return issuer(found).isPresent() && look(arn(found)).isPresent();
  }

  void ensure(Cluster found) {
    String arn = arn(found);
    Optional<GetOpenIdConnectProviderResponse> there = look(arn);
    if (there.isEmpty()) {
      iam.createOpenIDConnectProvider(
          request ->
              request
                  .url("https://" + host(found))
                  .clientIDList(AUDIENCE)
                  .tags(
                      OwnTags.of(cluster, author, Map.of()).entrySet().stream()
                          .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                          .toList()));
    } else if (!there.get().clientIDList().contains(AUDIENCE)) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "%s lacks the audience %s; add it in IAM".formatted(arn, AUDIENCE),
          null);
    }
  }

  /** The issuer's host and path, by which conditions of trust name it. */
  static String host(Cluster found) {
    return issuer(found)
        .orElseThrow(
            () -> Failures.notReady("EKS has not given %s an OIDC issuer yet", found.name()))
        .replaceFirst("^https://", "");
  }

  String arn(Cluster found) {
    return "arn:%s:iam::%s:oidc-provider/%s"
        .formatted(partition(cluster), cluster.account(), host(found));
  }

  static String partition(ClusterRef cluster) {
    return PartitionMetadata.of(Region.of(cluster.region())).id();
  }

  private static Optional<String> issuer(Cluster found) {
    return found.identity() == null || found.identity().oidc() == null
        ? Optional.empty()
        : Optional.ofNullable(found.identity().oidc().issuer());
  }

  private Optional<GetOpenIdConnectProviderResponse> look(String arn) {
    try {
      return Optional.of(iam.getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn)));
    } catch (NoSuchEntityException e) {
      return Optional.empty();
    }
  }
}
