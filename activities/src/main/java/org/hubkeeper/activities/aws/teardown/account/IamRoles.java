package org.hubkeeper.activities.aws.teardown.account;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.activities.aws.teardown.Ground;
import org.hubkeeper.activities.aws.teardown.Kind;
import org.hubkeeper.activities.aws.teardown.Marks;
import org.hubkeeper.activities.aws.teardown.Sight;
import org.hubkeeper.activities.aws.teardown.Slice;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * Roles that only the cluster can use: tagged for it, trusting its identity provider, or named
 * after it. The worker's own is never touched.
 */
public final class IamRoles implements Kind {

  private static final String SERVICE_LINKED = "/aws-service-role/";
  private static final int PAGE = 200;

  @Override
  public String name() {
    return "iam-role";
  }

  @Override
  public Slice find(Ground ground, String token) {
    String caller = caller(ground);
    var page = iam(ground).listRoles(r -> r.maxItems(PAGE).marker(token.isEmpty() ? null : token));
    return new Slice(
        page.roles().stream()
            .filter(role -> !role.path().startsWith(SERVICE_LINKED))
            .filter(role -> candidate(ground, role))
            .flatMap(role -> look(ground, caller, role.roleName()))
            .toList(),
        page.marker());
  }

  @Override
  public List<Sight> look(Ground ground, List<String> ids) {
    String caller = caller(ground);
    return ids.stream()
        .flatMap(id -> look(ground, caller, id.substring(id.lastIndexOf('/') + 1)))
        .filter(one -> ids.contains(one.id()))
        .toList();
  }

  @Override
  public void delete(Ground ground, Sight sight) {
    new RoleParts(iam(ground), sight.name()).remove();
    iam(ground).deleteRole(request -> request.roleName(sight.name()));
  }

  private static boolean candidate(Ground ground, Role role) {
    return role.roleName().contains(ground.cluster().name())
        || ground.site().named().contains(role.arn())
        || trusts(ground, role);
  }

  private static Stream<Sight> look(Ground ground, String caller, String name) {
    try {
      return Stream.of(sight(ground, caller, iam(ground).getRole(r -> r.roleName(name)).role()));
    } catch (NoSuchEntityException e) {
      return Stream.of();
    }
  }

  private static Sight sight(Ground ground, String caller, Role role) {
    Sight sight =
        Sight.of("iam-role", role.arn(), Marks.map(role.tags(), Tag::key, Tag::value))
            .named(role.roleName());
    if (own(caller, role.roleName())) {
      return sight.taboo("the worker itself works in it");
    }
    if (trusts(ground, role)) {
      return sight.known("it trusts the cluster's identity provider only");
    }
    return role.roleName().startsWith("eksctl-" + ground.cluster().name() + "-")
        ? sight.known("eksctl's name for it")
        : sight;
  }

  /** IAM hands the document out with its characters escaped as in an address. */
  private static boolean trusts(Ground ground, Role role) {
    if (ground.issuer().isEmpty() || role.assumeRolePolicyDocument() == null) {
      return false;
    }
    return URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8)
        .contains("oidc-provider/" + ground.issuer() + "\"");
  }

  private static boolean own(String caller, String role) {
    return caller.contains(":assumed-role/" + role + "/") || caller.endsWith(":role/" + role);
  }

  private static String caller(Ground ground) {
    return ground.apis().sts(ground.cluster()).getCallerIdentity().arn();
  }

  private static IamClient iam(Ground ground) {
    return ground.apis().iam(ground.cluster());
  }
}
