package org.hubkeeper.activities.kubernetes.nodes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Asks the API server to let a pod go, which it does only as its budgets allow. What it answers is
 * told from its codes: a budget's refusal has the same status as a busy server's.
 */
final class Eviction {

  private static final int GONE = 404;
  private static final int ANOTHER = 409;
  private static final int REFUSED = 429;
  private static final int CONFUSED = 500;
  private static final String BUDGET = "DisruptionBudget";

  private final KubernetesClient client;

  Eviction(KubernetesClient client) {
    this.client = client;
  }

  /** What became of a request. */
  enum Answer {
    GOING,
    /** Its budget does not allow it now. */
    HELD,
    /** Somebody else was faster; the next look tells. */
    OTHER
  }

  /**
   * @param budgets how many budgets select the pod: with more than one Kubernetes fails
   */
  Answer ask(Pod pod, int budgets) {
    String path =
        "/api/v1/namespaces/%s/pods/%s/eviction"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    try {
      client.raw(path, "POST", request(pod));
      return Answer.GOING;
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case GONE, ANOTHER -> Answer.OTHER;
        case REFUSED -> heldOr(e);
        case CONFUSED -> {
          if (budgets > 1) {
            yield Answer.HELD;
          }
          throw e;
        }
        default -> throw e;
      };
    }
  }

  private static Answer heldOr(KubernetesClientException e) {
    Status status = e.getStatus();
    boolean byBudget =
        status != null
            && status.getDetails() != null
            && status.getDetails().getCauses().stream()
                .anyMatch(cause -> BUDGET.equals(cause.getReason()));
    if (!byBudget) {
      throw e;
    }
    return Answer.HELD;
  }

  /** Only this very pod: another of its name may have come since. */
  private static ObjectNode request(Pod pod) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("apiVersion", "policy/v1").put("kind", "Eviction");
    request
        .putObject("metadata")
        .put("name", pod.getMetadata().getName())
        .put("namespace", pod.getMetadata().getNamespace());
    request
        .putObject("deleteOptions")
        .putObject("preconditions")
        .put("uid", pod.getMetadata().getUid());
    return request;
  }
}
