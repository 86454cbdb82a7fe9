package org.hubkeeper.activities.kubernetes.disruption;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ServiceReference;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.activity.Disruptions.WebhookFact;

/** Admission webhooks that can't answer now. */
final class Webhooks {

  private static final String OF_SERVICE = "kubernetes.io/service-name";

  private final KubernetesClient client;
  private final Instant now;
  private final List<WebhookFact> broken = new ArrayList<>();

  Webhooks(KubernetesClient client, Instant now) {
    this.client = client;
    this.now = now;
  }

  List<WebhookFact> broken() {
    var admission = client.admissionRegistration().v1();
    admission
        .validatingWebhookConfigurations()
        .list()
        .getItems()
        .forEach(
            configuration ->
                configuration
                    .getWebhooks()
                    .forEach(one -> look(name("validating", configuration, one), one)));
    admission
        .mutatingWebhookConfigurations()
        .list()
        .getItems()
        .forEach(
            configuration ->
                configuration
                    .getWebhooks()
                    .forEach(one -> look(name("mutating", configuration, one), one)));
    return broken;
  }

  private void look(String name, ValidatingWebhook one) {
    look(name, one.getClientConfig(), one.getFailurePolicy(), one.getRules());
  }

  private void look(String name, MutatingWebhook one) {
    look(name, one.getClientConfig(), one.getFailurePolicy(), one.getRules());
  }

  private void look(
      String name, WebhookClientConfig to, String policy, List<RuleWithOperations> rules) {
    problem(to)
        .ifPresent(
            problem ->
                broken.add(
                    new WebhookFact(
                        name, target(to), !"Ignore".equals(policy), about(rules), problem)));
  }

  private Optional<String> problem(WebhookClientConfig to) {
    Optional<String> authority = authority(to.getCaBundle());
    return authority.isPresent() || to.getService() == null ? authority : service(to.getService());
  }

  private Optional<String> service(ServiceReference to) {
    if (client.services().inNamespace(to.getNamespace()).withName(to.getName()).get() == null) {
      return Optional.of("there is no such service");
    }
    boolean ready =
        client
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(to.getNamespace())
            .withLabels(Map.of(OF_SERVICE, to.getName()))
            .list()
            .getItems()
            .stream()
            .map(EndpointSlice::getEndpoints)
            // The API server says null where a service has no pods.
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .anyMatch(
                endpoint ->
                    endpoint.getConditions() == null
                        || !Boolean.FALSE.equals(endpoint.getConditions().getReady()));
    return ready ? Optional.empty() : Optional.of("no pod behind the service is ready");
  }

  /** None means that the API server trusts its own authorities. */
  private Optional<String> authority(String bundle) {
    if (bundle == null || bundle.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Base64.getDecoder().decode(bundle)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      boolean expired =
          !all.isEmpty() && all.stream().allMatch(one -> one.getNotAfter().before(Date.from(now)));
      return expired ? Optional.of("its certificate authority has expired") : Optional.empty();
    } catch (CertificateException | IllegalArgumentException e) {
      return Optional.of("its certificate authority can't be read");
    }
  }

  private static String about(List<RuleWithOperations> rules) {
    return rules.stream()
        .flatMap(rule -> rule.getResources().stream())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String target(WebhookClientConfig to) {
    return to.getService() == null
        ? String.valueOf(to.getUrl())
        : to.getService().getNamespace() + "/" + to.getService().getName();
  }

  private static String name(
      String kind, io.fabric8.kubernetes.api.model.HasMetadata of, ValidatingWebhook one) {
    return "%s %s/%s".formatted(kind, of.getMetadata().getName(), one.getName());
  }

  private static String name(
      String kind, io.fabric8.kubernetes.api.model.HasMetadata of, MutatingWebhook one) {
    return "%s %s/%s".formatted(kind, of.getMetadata().getName(), one.getName());
  }
}
