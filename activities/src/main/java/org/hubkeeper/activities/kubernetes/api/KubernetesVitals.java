package org.hubkeeper.activities.kubernetes.api;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hubkeeper.workflows.activity.Vitals;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;

/** How a cluster fares, by what its API server counts and by its nodes. */
public final class KubernetesVitals implements Vitals {

  private static final int LOOKS = 3;
  private static final long LEAST = 1_000;
  private static final long ONE_IN = 100;
  private static final String FAILED = "5\\d\\d";

  /** An autoscaler's node is not ready for a moment before it is gone. */
  private static final Duration A_MOMENT = Duration.ofMinutes(1);

  private final Function<ClusterRef, KubernetesClient> clients;
  private final Supplier<Instant> ordered;
  private final InstantSource time;

  /** {@code ordered}: since when the present call watches. */
  public KubernetesVitals(
      Function<ClusterRef, KubernetesClient> clients,
      Supplier<Instant> ordered,
      InstantSource time) {
    this.clients = clients;
    this.ordered = ordered;
    this.time = time;
  }

  @Override
  public Reading read(ClusterRef cluster) {
    AtomicLong requests = new AtomicLong();
    AtomicLong errors = new AtomicLong();
    Metrics.read(clients.apply(cluster))
        .forEach(
            "apiserver_request_total",
            (labels, value) -> {
              requests.addAndGet(value.longValue());
              if (labels.getOrDefault("code", "").matches(FAILED)) {
                errors.addAndGet(value.longValue());
              }
            });
    return new Reading(requests.get(), errors.get());
  }

  @Override
  public List<String> awaitTrouble(ClusterRef cluster, Reading before) {
    List<String> trouble = new ArrayList<>();
    KubernetesClient client = clients.apply(cluster);
    if (!readyOnce(client)) {
      trouble.add("the API server was not ready on %d looks in a row".formatted(LOOKS));
      return trouble;
    }
    Reading since = since(before, read(cluster));
    if (since.requests() >= LEAST && since.errors() * ONE_IN > since.requests()) {
      trouble.add(
          "%d of %d requests to the API server failed".formatted(since.errors(), since.requests()));
    }
    client.nodes().list().getItems().stream()
        .filter(this::lost)
        .forEach(
            node ->
                trouble.add("node %s is no longer Ready".formatted(node.getMetadata().getName())));
    if (trouble.isEmpty()) {
      throw Failures.notReady(
          "all is well: %d requests, %d failed, all nodes Ready", since.requests(), since.errors());
    }
    return trouble;
  }

  private static boolean readyOnce(KubernetesClient client) {
    for (int look = 0; look < LOOKS; look++) {
      try {
        if (Readiness.ready(client)) {
          return true;
        }
      } catch (KubernetesClientException e) {
        if (e.getCode() > 0) {
          throw e;
        }
        // No answer is one look in vain.
      }
    }
    return false;
  }

  private static Reading since(Reading before, Reading now) {
    boolean restarted = now.requests() < before.requests() || now.errors() < before.errors();
    return restarted
        ? now
        : new Reading(now.requests() - before.requests(), now.errors() - before.errors());
  }

  /** It was Ready when the watch began, and has not been for a while. */
  private boolean lost(Node node) {
    return Optional.ofNullable(node.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(one -> one.getType().equals("Ready") && !"True".equals(one.getStatus()))
        .map(NodeCondition::getLastTransitionTime)
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .anyMatch(
            since -> since.isAfter(ordered.get()) && since.plus(A_MOMENT).isBefore(time.instant()));
  }
}
