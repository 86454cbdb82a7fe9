package org.hubkeeper.activities.proof;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** Leads a service of a cluster to this machine, for the time of one conversation. */
final class PortForwards {

  /** Which of them is asked for depends on the API server's version. */
  private static final List<String> VERBS = List.of("create", "get");

  private final KubernetesClient client;

  PortForwards(KubernetesClient client) {
    this.client = client;
  }

  /** Talks to a ready pod behind a port of a service, which is a number or a name. */
  <T> T to(String namespace, String service, String port, Function<URI, T> conversation) {
    Service found = client.services().inNamespace(namespace).withName(service).get();
    if (found == null) {
      throw Failures.of(
          FailureKind.MISSING,
          "there is no service %s/%s; correct the field `service`".formatted(namespace, service),
          null);
    }
    Pod pod = pod(found);
    try (LocalPortForward forward =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod.getMetadata().getName())
            .portForward(number(found, port, pod))) {
      return talk(namespace, forward, conversation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the API server refuses looks from this end like a connection that ends without a word. */
  private <T> T talk(String namespace, LocalPortForward forward, Function<URI, T> conversation) {
    try {
      return conversation.apply(URI.create("http://127.0.0.1:" + forward.getLocalPort()));
    } catch (ApplicationFailure e) {
      VERBS.forEach(verb -> require(namespace, verb));
      throw e;
    }
  }

  private void require(String namespace, String verb) {
    SelfSubjectAccessReview review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(namespace)
            .withResource("pods")
            .withSubresource("portforward")
            .withVerb(verb)
            .endResourceAttributes()
            .endSpec()
            .build();
    if (!client
        .authorization()
        .v1()
        .selfSubjectAccessReview()
        .create(review)
        .getStatus()
        .getAllowed()) {
      throw Failures.of(
          FailureKind.FORBIDDEN,
          "the worker cannot %s resource \"pods/portforward\" in API group \"\" in the namespace %s; give it the rule of Hubkeeper's manifest that says so"
              .formatted(verb, namespace),
          null);
    }
  }

  private Pod pod(Service service) {
    String namespace = service.getMetadata().getNamespace();
    return client
        .pods()
        .inNamespace(namespace)
        .withLabels(service.getSpec().getSelector())
        .list()
        .getItems()
        .stream()
        .filter(Readiness.getInstance()::isReady)
        .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
        .findFirst()
        .orElseThrow(
            () ->
                Failures.notReady(
                    Blocker.of(
                        "service %s/%s".formatted(namespace, service.getMetadata().getName()),
                        "no pod behind it is ready",
                        "see `kubectl get pods -n " + namespace + "`")));
  }

  private static int number(Service service, String port, Pod pod) {
    ServicePort found =
        service.getSpec().getPorts().stream()
            .filter(one -> port.equals(one.getName()) || port.equals(one.getPort().toString()))
            .findFirst()
            .orElseThrow(
                () ->
                    Failures.of(
                        FailureKind.REJECTED,
                        "the service %s has no port %s; correct the field `port`"
                            .formatted(service.getMetadata().getName(), port),
                        null));
    IntOrString target = found.getTargetPort();
    if (target == null) {
      return found.getPort();
    }
    return target.getStrVal() == null ? target.getIntVal() : named(pod, target.getStrVal());
  }

  private static int named(Pod pod, String name) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .filter(port -> name.equals(port.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow(
            () ->
                Failures.of(
                    FailureKind.REJECTED,
                    "the pod %s has no port named %s".formatted(pod.getMetadata().getName(), name),
                    null));
  }
}
