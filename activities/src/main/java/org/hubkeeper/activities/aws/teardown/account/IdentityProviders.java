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
import software.amazon.awssdk.services.iam.model.OpenIDConnectProviderListEntry;
import software.amazon.awssdk.services.iam.model.Tag;

/** The identity provider by which IAM trusts the cluster's service accounts. */
public final class IdentityProviders implements Kind {

  private static final String RESOURCE = ":oidc-provider/";

  @Override
  public String name() {
    return "identity-provider";
  }

  /** By its issuer; without a cluster to tell it, by tags of those of EKS in the region. */
  @Override
  public Slice find(Ground ground, String token) {
    String eks = "oidc.eks." + ground.cluster().region() + ".";
    return Slice.last(
        iam(ground).listOpenIDConnectProviders().openIDConnectProviderList().stream()
            .map(OpenIDConnectProviderListEntry::arn)
            .filter(
                arn ->
                    ground.issuer().isEmpty()
                        ? arn.contains(RESOURCE + eks)
                        : arn.endsWith(RESOURCE + ground.issuer()))
            .flatMap(arn -> look(ground, arn))
            .filter(
                one ->
                    !ground.issuer().isEmpty()
                        || Marks.of(ground.cluster().name(), one.tags()).isPresent())
            .toList());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return ids.stream().flatMap(id -> look(ground, id)).toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    iam(ground).deleteOpenIDConnectProvider(r -> r.openIDConnectProviderArn(sight.id()));
  }

  private static Stream<Sight> look(Ground ground, String arn) {
    try {
      var found = iam(ground).getOpenIDConnectProvider(r -> r.openIDConnectProviderArn(arn));
      Sight sight =
          Sight.of("identity-provider", arn, Marks.map(found.tags(), Tag::key, Tag::value))
              .named(found.url());
      return Stream.of(
          !ground.issuer().isEmpty() && arn.endsWith(RESOURCE + ground.issuer())
              ? sight.known("it is the cluster's issuer")
              : sight);
    } catch (NoSuchEntityException e) {
      return Stream.of();
    }
  }

  private static IamClient iam(Ground ground) {
    return ground.apis().iam(ground.cluster());
  }
}
