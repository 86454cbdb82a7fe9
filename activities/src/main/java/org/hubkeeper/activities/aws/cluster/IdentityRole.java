package org.hubkeeper.activities.aws.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.activities.aws.OwnTags;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterRef;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * The IAM role of one service account. Its name is made of region, cluster, namespace and account,
 * so that no two share one; its tags say that it is ours.
 */
final class IdentityRole {

  private static final String IDENTITY = "hubkeeper/identity";
  private static final String OWN_POLICY = "hubkeeper";

  /** Apart from the worker's own role, which it must not be able to change. */
  private static final String PATH = "/hubkeeper/";

  /** What IAM takes, less the dash and the eight letters that tell long names apart. */
  private static final int LONGEST = 64 - 9;

  private final IamClient iam;
  private final ClusterRef cluster;
  private final Author author;
  private final Identity identity;

  IdentityRole(IamClient iam, ClusterRef cluster, Author author, Identity identity) {
    this.iam = iam;
    this.cluster = cluster;
    this.author = author;
    this.identity = identity;
  }

  static String name(ClusterRef cluster, Identity identity) {
    String readable =
        String.join(
            "-", "hubkeeper", cluster.name(), identity.namespace(), identity.serviceAccount());
    String unique = cluster.region() + "/" + cluster.name() + "/" + identity.key();
    return readable.substring(0, Math.min(LONGEST, readable.length()))
        + "-"
        + UUID.nameUUIDFromBytes(unique.getBytes(StandardCharsets.UTF_8))
            .toString()
            .substring(0, 8);
  }

  /** The role, if it is there with all that is wanted of it. */
  Optional<Role> complete() {
    return look().filter(this::ours).filter(role -> missing().isEmpty() && !documentDiffers());
  }

  Role ensure(String trust) {
    Optional<Role> found = look();
    found.ifPresent(this::requireOurs);
    Role role = found.orElseGet(() -> create(trust));
    if (!PolicyJson.same(trust, role.assumeRolePolicyDocument())) {
      iam.updateAssumeRolePolicy(r -> r.roleName(name()).policyDocument(trust));
    }
    missing().forEach(arn -> iam.attachRolePolicy(r -> r.roleName(name()).policyArn(arn)));
    if (documentDiffers()) {
      iam.putRolePolicy(
          request ->
              request.roleName(name()).policyName(OWN_POLICY).policyDocument(identity.document()));
    }
    return role;
  }

  private Role create(String trust) {
    List<Tag> tags = new ArrayList<>();
    tags.add(Tag.builder().key(IDENTITY).value(identity.key()).build());
    OwnTags.of(cluster, author, Map.of())
        .forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
    return iam.createRole(
            request ->
                request
                    .roleName(name())
                    .path(PATH)
                    .description("%s of EKS cluster %s".formatted(identity.key(), cluster))
                    .assumeRolePolicyDocument(trust)
                    .tags(tags))
        .role();
  }

  private Optional<Role> look() {
    try {
      return Optional.of(iam.getRole(r -> r.roleName(name())).role());
    } catch (NoSuchEntityException e) {
      return Optional.empty();
    }
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>(identity.policies());
    missing.removeAll(
        iam.listAttachedRolePoliciesPaginator(r -> r.roleName(name())).attachedPolicies().stream()
            .map(AttachedPolicy::policyArn)
            .toList());
    return missing;
  }

  private boolean documentDiffers() {
    if (identity.document().isEmpty()) {
      return false;
    }
    try {
      String there =
          iam.getRolePolicy(r -> r.roleName(name()).policyName(OWN_POLICY)).policyDocument();
      return !PolicyJson.same(identity.document(), there);
    } catch (NoSuchEntityException e) {
      return true;
    }
  }

  private boolean ours(Role role) {
    Map<String, String> tags =
        role.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (one, other) -> one));
    return OwnTags.ours(cluster, tags) && identity.key().equals(tags.get(IDENTITY));
  }

  private void requireOurs(Role role) {
    if (!ours(role)) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "IAM has a role %s that Hubkeeper did not make for %s; remove or rename it"
              .formatted(role.arn(), identity.key()),
          null);
    }
  }

  private String name() {
    return name(cluster, identity);
  }
}
