package org.hubkeeper.activities.aws.teardown.account;

import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;

/** Names of keys that tools give after the cluster. */
public final class KeyAliases implements Kind {

  private static final int PAGE = 100;

  @Override
  public String name() {
    return "kms-alias";
  }

  @Override
  public Slice find(Ground ground, String token) {
    var page = kms(ground).listAliases(r -> r.limit(PAGE).marker(token.isEmpty() ? null : token));
    List<String> names =
        List.of("alias/eks/" + ground.cluster().name(), "alias/eksctl/" + ground.cluster().name());
    return new Slice(
        page.aliases().stream()
            .filter(one -> names.contains(one.aliasName()))
            .map(one -> sight(ground, one))
            .toList(),
        page.nextMarker());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    return kms(ground).listAliasesPaginator(r -> r.limit(PAGE)).aliases().stream()
        .filter(one -> ids.contains(one.aliasName()))
        .map(one -> sight(ground, one))
        .toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    kms(ground).deleteAlias(request -> request.aliasName(sight.id()));
  }

  private static Sight sight(Ground ground, AliasListEntry alias) {
    String key = alias.targetKeyId() == null ? "" : ground.arn("kms", "key/" + alias.targetKeyId());
    return Sight.of("kms-alias", alias.aliasName(), Map.of())
        .known("the name that tools give")
        .on(List.of(key));
  }

  private static KmsClient kms(Ground ground) {
    return ground.apis().kms(ground.cluster());
  }
}
