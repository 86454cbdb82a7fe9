package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** Host names of the load balancers that services get from the cloud. */
final class LoadBalancers {

  /** A name that was there only for a moment is not published. procedures.md 0.3. */
  private static final Duration STEADY = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final Clock clock;

  LoadBalancers(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  String find(String namespace, String name) {
    Service service = client.services().inNamespace(namespace).withName(name).get();
    return service == null ? "" : host(service);
  }

  /** The API server notes when the status was written last, so one look tells how long it holds. */
  String await(String namespace, String name) {
    Service service = client.services().inNamespace(namespace).withName(name).get();
    String object = "service " + namespace + "/" + name;
    if (service == null) {
      throw Failures.of(
          FailureKind.MISSING,
          "there is no " + object + "; correct `service` of the proof load-balancer",
          null);
    }
    if (host(service).isEmpty()) {
      throw Failures.notReady(
          Blocker.of(
              object,
              trouble(namespace, name),
              "see `kubectl describe service -n %s %s`: subnets need the tag kubernetes.io/role/elb,"
                      .formatted(namespace, name)
                  + " and the account room for one more load balancer"));
    }
    if (clock.instant().isBefore(written(service).plus(STEADY))) {
      throw Failures.notReady(
          Blocker.of(
              object,
              "its address " + host(service) + " is new",
              "it counts once it has stayed the same for " + STEADY.toSeconds() + " s"));
    }
    return host(service);
  }

  private static String host(Service service) {
    if (service.getStatus() == null
        || service.getStatus().getLoadBalancer() == null
        || service.getStatus().getLoadBalancer().getIngress() == null) {
      return "";
    }
    return service.getStatus().getLoadBalancer().getIngress().stream()
        .map(one -> one.getHostname() == null ? "" : one.getHostname())
        .filter(host -> !host.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Instant written(Service service) {
    return service.getMetadata().getManagedFields().stream()
        .filter(entry -> "status".equals(entry.getSubresource()))
        .map(ManagedFieldsEntry::getTime)
        .map(Instant::parse)
        .max(Comparator.naturalOrder())
        .orElseGet(() -> Instant.parse(service.getMetadata().getCreationTimestamp()));
  }

  private String trouble(String namespace, String name) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> "Warning".equals(event.getType()))
        .filter(event -> "Service".equals(event.getInvolvedObject().getKind()))
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .reduce((one, later) -> later)
        .map(LoadBalancers::told)
        .orElse("the cloud has given it no load balancer yet");
  }

  private static String told(Event event) {
    return event.getReason() + ": " + event.getMessage();
  }
}
