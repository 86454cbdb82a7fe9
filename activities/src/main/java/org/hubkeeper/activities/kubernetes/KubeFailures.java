package org.hubkeeper.activities.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Optional;
import org.hubkeeper.activities.FailureTranslator;
import org.hubkeeper.workflows.kernel.FailureKind;

/** Classifies what the Kubernetes client throws, by HTTP status. */
public final class KubeFailures implements FailureTranslator {

  @Override
  public Optional<Translation> translate(Throwable thrown) {
    return thrown instanceof KubernetesClientException e
        ? Optional.of(new Translation(kind(e.getCode()), told(e)))
        : Optional.empty();
  }

  private static FailureKind kind(int status) {
    return switch (status) {
      case 401 -> FailureKind.CREDENTIALS;
      case 403 -> FailureKind.FORBIDDEN;
      case 404 -> FailureKind.MISSING;
      case 409 -> FailureKind.BUSY;
      case 429 -> FailureKind.THROTTLED;
      case 400, 405, 413, 415, 422 -> FailureKind.REJECTED;
      // No answer at all is 0 or less; a page's token that has expired is 410, and the next attempt
      // begins
      // with a fresh one.
      default -> FailureKind.UNAVAILABLE;
    };
  }

  private static String told(KubernetesClientException e) {
    if (e.getCode() == 401) {
      return "the API server does not accept the worker's credentials; give its role an access entry"
          + " in the cluster, or renew the kubeconfig";
    }
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return "the API server answers " + e.getCode() + ": " + e.getStatus().getMessage();
    }
    return e.getCode() <= 0
        ? "no answer from the API server: " + network(e)
        : "the API server answers " + e.getCode();
  }

  /** The first that says what kind; what caused that is often an internal of the client. */
  private static String network(Throwable e) {
    String plain = "";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException && cause.getClass() != IOException.class) {
        return words(cause);
      }
      plain = cause instanceof IOException && plain.isEmpty() ? words(cause) : plain;
    }
    return plain.isEmpty() ? e.getClass().getSimpleName() : plain;
  }

  private static String words(Throwable e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }
}
