package org.hubkeeper.rehearsal.sweep;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.Poll;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.world.AdminOfCluster;

/**
 * The worker's rights in the cluster as somebody learns them who has only Hubkeeper's messages:
 * none at first, and one more rule, for one kind of object, whenever a message names it.
 */
final class LearnedRights {

  private static final String ROLE = "hubkeeper-bootstrap";
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Pattern REFUSED =
      Pattern.compile("cannot (\\w+) resource \"([^\"]+)\" in API group \"([^\"]*)\"");

  private final AdminOfCluster admin;
  private final List<PolicyRule> shipped;
  private final List<PolicyRule> given = new ArrayList<>();

  LearnedRights(BootstrapWorld world) {
    this.admin = world.admin();
    String manifest = Sources.of("deploy").text("rbac/bootstrap.yaml");
    this.shipped =
        admin
            .client()
            .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
            .items()
            .stream()
            .filter(ClusterRole.class::isInstance)
            .flatMap(role -> ((ClusterRole) role).getRules().stream())
            .flatMap(LearnedRights::byResource)
            .toList();
  }

  /** Takes all of them away but those to these kinds of objects. */
  void takeAllBut(Set<String> resources) {
    given.clear();
    shipped.stream().filter(r -> resources.containsAll(r.getResources())).forEach(given::add);
    apply();
    awaitReview("namespaces", "", "list", false);
  }

  /** Everything but one kind of object, as when a rule was lost. */
  void giveAllBut(String resource) {
    shipped.stream().filter(r -> !r.getResources().contains(resource)).forEach(given::add);
    apply();
  }

  /** Everything again. */
  void giveAll() {
    given.clear();
    given.addAll(shipped);
    apply();
  }

  /** What has not been asked for, as {@code resource.group}. */
  List<String> neverAsked() {
    return shipped.stream().filter(r -> !given.contains(r)).map(LearnedRights::named).toList();
  }

  int size() {
    return given.size();
  }

  /** Gives what these words say is missing; whether that was anything new. */
  boolean learn(String told) {
    boolean news = false;
    Matcher refused = REFUSED.matcher(told);
    while (refused.find()) {
      String verb = refused.group(1);
      String resource = refused.group(2);
      String group = refused.group(3);
      for (PolicyRule rule : shipped) {
        boolean speaksOfIt =
            rule.getResources().contains(resource)
                && rule.getApiGroups().contains(group)
                && rule.getVerbs().contains(verb);
        if (speaksOfIt && !given.contains(rule)) {
          given.add(rule);
          apply();
          awaitReview(resource, group, verb, true);
          news = true;
        }
      }
    }
    return news;
  }

  private void apply() {
    admin
        .client()
        .rbac()
        .clusterRoles()
        .withName(ROLE)
        .edit(
            role -> {
              role.setRules(List.copyOf(given));
              return role;
            });
  }

  /** An API server learns of a changed role a moment later. */
  private void awaitReview(String resource, String group, String verb, boolean allowed) {
    String name = resource.contains("/") ? resource.substring(0, resource.indexOf('/')) : resource;
    String part = resource.contains("/") ? resource.substring(resource.indexOf('/') + 1) : "";
    Poll.untilTrue(
        verb + " " + resource,
        LIMIT,
        () ->
            allowed
                == admin
                    .client()
                    .authorization()
                    .v1()
                    .subjectAccessReview()
                    .create(
                        new SubjectAccessReviewBuilder()
                            .withNewSpec()
                            .withUser("somebody")
                            .withGroups("hubkeeper:bootstrap")
                            .withNewResourceAttributes()
                            .withGroup(group)
                            .withResource(name)
                            .withSubresource(part)
                            .withVerb(verb)
                            .endResourceAttributes()
                            .endSpec()
                            .build())
                    .getStatus()
                    .getAllowed());
  }

  private static java.util.stream.Stream<PolicyRule> byResource(PolicyRule rule) {
    return rule.getResources().stream()
        .map(resource -> new PolicyRuleBuilder(rule).withResources(resource).build());
  }

  private static String named(PolicyRule rule) {
    String group = rule.getApiGroups().get(0);
    return rule.getResources().get(0) + (group.isEmpty() ? "" : "." + group);
  }
}
