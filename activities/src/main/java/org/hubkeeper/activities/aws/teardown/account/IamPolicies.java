package org.hubkeeper.activities.aws.teardown.account;

import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Tag;

/** Policies of the account's own that are named after the cluster. */
public final class IamPolicies implements Kind {

  private static final int PAGE = 200;

  @Override
  public String name() {
    return "iam-policy";
  }

  @Override
  public Slice find(Ground ground, String token) {
    var page =
        iam(ground)
            .listPolicies(
                r ->
                    r.scope(PolicyScopeType.LOCAL)
                        .maxItems(PAGE)
                        .marker(token.isEmpty() ? null : token));
    return new Slice(
        page.policies().stream()
            .filter(one -> one.policyName().contains(ground.cluster().name()))
            .flatMap(one -> look(ground, one.arn()))
            .toList(),
        page.marker());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream().flatMap(id -> look(ground, id)).toList();
  }

  /** Older versions first, which hold it. */
  @Override
  public void delete(Ground ground, Sight sight) {
    iam(ground).listPolicyVersionsPaginator(r -> r.policyArn(sight.id())).versions().stream()
        .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
        .forEach(
            version ->
                iam(ground)
                    .deletePolicyVersion(
                        r -> r.policyArn(sight.id()).versionId(version.versionId())));
    iam(ground).deletePolicy(r -> r.policyArn(sight.id()));
  }

  private static Stream<Sight> look(Ground ground, String arn) {
    try {
      Policy policy = iam(ground).getPolicy(r -> r.policyArn(arn)).policy();
      Sight sight =
          Sight.of("iam-policy", arn, Marks.map(policy.tags(), Tag::key, Tag::value))
              .named(policy.policyName());
      return Stream.of(
          policy.policyName().startsWith("eksctl-" + ground.cluster().name() + "-")
              ? sight.known("eksctl's name for it")
              : sight);
    } catch (NoSuchEntityException e) {
      return Stream.of();
    }
  }

  private static IamClient iam(Ground ground) {
    return ground.apis().iam(ground.cluster());
  }
}
