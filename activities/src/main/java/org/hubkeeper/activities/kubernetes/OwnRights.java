package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hubkeeper.activities.OwnObjects;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** The worker's own rights in a cluster, as the manifest that ships with it says. */
final class OwnRights {

  private static final int FORBIDDEN = 403;
  private static final String ANY = "*";

  private final KubernetesClient client;
  private final List<HasMetadata> manifest;

  OwnRights(KubernetesClient client, String manifest) {
    this.client = client;
    this.manifest =
        client.load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))).items();
  }

  /** Applies what differs. */
  void ensure() {
    manifest.stream()
        .filter(wanted -> !live(wanted))
        .forEach(wanted -> OwnObjects.apply(client, wanted));
  }

  /** Asks the API server for all that the worker may do, and names what is lacking. */
  void check() {
    SelfSubjectRulesReview review =
        client
            .authorization()
            .v1()
            .selfSubjectRulesReview()
            .create(
                new SelfSubjectRulesReviewBuilder()
                    .withNewSpec()
                    .withNamespace("kube-system")
                    .endSpec()
                    .build());
    List<ResourceRule> may = review.getStatus().getResourceRules();
    List<String> lacking = new ArrayList<>();
    for (PolicyRule rule : rules()) {
      List<String> verbs =
          rule.getVerbs().stream().filter(verb -> !covered(rule, verb, may)).toList();
      if (!verbs.isEmpty()) {
        lacking.add(String.join(", ", verbs) + " " + resources(rule));
      }
    }
    if (!lacking.isEmpty()) {
      throw Failures.of(
          FailureKind.FORBIDDEN,
          "the worker may not %s; apply its manifest rbac/bootstrap.yaml, and give its role an access"
                  .formatted(String.join("; nor ", lacking))
              + " entry with the group hubkeeper:bootstrap",
          null);
    }
  }

  private List<PolicyRule> rules() {
    return manifest.stream()
        .filter(ClusterRole.class::isInstance)
        .flatMap(role -> ((ClusterRole) role).getRules().stream())
        .toList();
  }

  private boolean live(HasMetadata wanted) {
    try {
      HasMetadata found = client.resource(wanted).get();
      return found != null && same(wanted, found);
    } catch (KubernetesClientException e) {
      if (e.getCode() == FORBIDDEN) {
        // Who may not look may yet apply, or is told so then.
        return false;
      }
      throw e;
    }
  }

  private static boolean same(HasMetadata wanted, HasMetadata found) {
    if (wanted instanceof ClusterRole role) {
      return role.getRules().equals(((ClusterRole) found).getRules());
    }
    if (wanted instanceof ClusterRoleBinding binding) {
      ClusterRoleBinding other = (ClusterRoleBinding) found;
      return Objects.equals(binding.getRoleRef(), other.getRoleRef())
          && Objects.equals(binding.getSubjects(), other.getSubjects());
    }
    return false;
  }

  private static boolean covered(PolicyRule wanted, String verb, List<ResourceRule> may) {
    return wanted.getApiGroups().stream()
        .allMatch(
            group ->
                wanted.getResources().stream()
                    .allMatch(
                        resource ->
                            names(wanted).stream()
                                .allMatch(
                                    name ->
                                        may.stream()
                                            .anyMatch(
                                                rule ->
                                                    has(rule.getVerbs(), verb)
                                                        && has(rule.getApiGroups(), group)
                                                        && has(rule.getResources(), resource)
                                                        && named(rule, name)))));
  }

  private static List<String> names(PolicyRule rule) {
    return rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
  }

  private static boolean named(ResourceRule rule, String name) {
    return rule.getResourceNames().isEmpty() || rule.getResourceNames().contains(name);
  }

  private static boolean has(List<String> all, String one) {
    return all.contains(one) || all.contains(ANY);
  }

  private static String resources(PolicyRule rule) {
    String group = String.join(",", rule.getApiGroups());
    String named =
        rule.getResourceNames().isEmpty() ? "" : " " + String.join(",", rule.getResourceNames());
    return String.join(",", rule.getResources()) + (group.isEmpty() ? "" : "." + group) + named;
  }
}
