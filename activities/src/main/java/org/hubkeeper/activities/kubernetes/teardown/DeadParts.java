package org.hubkeeper.activities.kubernetes.teardown;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Extensions of the API server that nothing answers for: they hold every namespace. */
final class DeadParts {

  private static final ResourceDefinitionContext API_SERVICES =
      new ResourceDefinitionContext.Builder()
          .withGroup("apiregistration.k8s.io")
          .withVersion("v1")
          .withKind("APIService")
          .withPlural("apiservices")
          .withNamespaced(false)
          .build();

  private final KubernetesClient client;

  DeadParts(KubernetesClient client) {
    this.client = client;
  }

  /** Registered APIs that the API server can't reach, by name and the server's reason. */
  Map<String, String> apis() {
    Map<String, String> dead = new TreeMap<>();
    for (GenericKubernetesResource one : apiServices().list().getItems()) {
      List<Map<String, Object>> conditions = one.get("status", "conditions");
      for (Map<String, Object> condition : conditions == null ? NONE : conditions) {
        if ("Available".equals(condition.get("type")) && "False".equals(condition.get("status"))) {
          dead.put(one.getMetadata().getName(), String.valueOf(condition.get("reason")));
        }
      }
    }
    return dead;
  }

  /** Webhooks that must answer every deletion, and whose service has no pod behind it. */
  List<String> webhooks() {
    List<String> dead = new ArrayList<>();
    var hooks = client.admissionRegistration().v1();
    hooks.validatingWebhookConfigurations().list().getItems().stream()
        .filter(
            one ->
                one.getWebhooks().stream()
                    .anyMatch(
                        hook ->
                            dead(hook.getFailurePolicy(), hook.getRules(), hook.getClientConfig())))
        .forEach(
            one -> dead.add("validatingwebhookconfigurations//" + one.getMetadata().getName()));
    hooks.mutatingWebhookConfigurations().list().getItems().stream()
        .filter(
            one ->
                one.getWebhooks().stream()
                    .anyMatch(
                        hook ->
                            dead(hook.getFailurePolicy(), hook.getRules(), hook.getClientConfig())))
        .forEach(one -> dead.add("mutatingwebhookconfigurations//" + one.getMetadata().getName()));
    return dead;
  }

  /** Takes an API out of the API server, unless it has come back. */
  void unregisterApi(String name) {
    if (apis().containsKey(name)) {
      apiServices().withName(name).delete();
    }
  }

  /** Takes a webhook's configuration away, unless something answers for it again. */
  void unregisterWebhook(String object) {
    if (webhooks().contains(object)) {
      var hooks = client.admissionRegistration().v1();
      String name = Objects.nameOf(object);
      if (object.startsWith("validating")) {
        hooks.validatingWebhookConfigurations().withName(name).delete();
      } else {
        hooks.mutatingWebhookConfigurations().withName(name).delete();
      }
    }
  }

  private static final List<Map<String, Object>> NONE = List.of();

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      apiServices() {
    return client.genericKubernetesResources(API_SERVICES);
  }

  private boolean dead(String policy, List<RuleWithOperations> rules, WebhookClientConfig config) {
    boolean deletes =
        rules.stream()
            .flatMap(rule -> rule.getOperations().stream())
            .anyMatch(one -> one.equals("*") || one.equals("DELETE") || one.equals("UPDATE"));
    if (!deletes || "Ignore".equals(policy) || config.getService() == null) {
      return false;
    }
    Endpoints behind =
        client
            .endpoints()
            .inNamespace(config.getService().getNamespace())
            .withName(config.getService().getName())
            .get();
    return behind == null
        || behind.getSubsets() == null
        || behind.getSubsets().stream()
            .allMatch(one -> one.getAddresses() == null || one.getAddresses().isEmpty());
  }
}
