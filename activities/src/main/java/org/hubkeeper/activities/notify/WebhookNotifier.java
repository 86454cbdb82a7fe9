package org.hubkeeper.activities.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.hubkeeper.activities.Network;
import org.hubkeeper.workflows.activity.Notices.Notice;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Json;

/**
 * Posts notices as JSON: {@code cluster}, {@code subject}, {@code text}, {@code to} and {@code
 * key}. The address often holds a secret, so no message names it.
 */
public final class WebhookNotifier implements Notifier {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final Supplier<String> url;
  private final HttpClient http;

  /** Takes a supplier because the address is a secret, resolved when it is used. */
  public WebhookNotifier(Supplier<String> url, Network network) {
    this.url = url;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .proxy(network.proxies().selector())
            .sslContext(network.trust().context())
            .build();
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public void tell(Notice notice, String key) {
    try {
      int status = http.send(request(notice, key), BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        throw Failures.of(kind(status), "it answers HTTP " + status, null);
      }
    } catch (IOException e) {
      throw Failures.of(
          FailureKind.UNAVAILABLE, "no answer: " + e.getClass().getSimpleName(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureKind.UNAVAILABLE, "interrupted", null);
    }
  }

  private HttpRequest request(Notice notice, String key) throws JsonProcessingException {
    return HttpRequest.newBuilder(address())
        .timeout(ANSWER)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body(notice, key))))
        .build();
  }

  private URI address() {
    try {
      URI address = URI.create(url.get().strip());
      if ("http".equals(address.getScheme()) || "https".equals(address.getScheme())) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Told below, without the text: it may hold a secret.
    }
    throw Failures.of(
        FailureKind.REJECTED, "its url is not an http or https address; correct notify.url", null);
  }

  private static Map<String, Object> body(Notice notice, String key) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("cluster", notice.cluster());
    body.put("subject", notice.subject());
    body.put("text", notice.text());
    body.put("to", notice.to());
    body.put("key", key);
    return body;
  }

  private static FailureKind kind(int status) {
    return switch (status) {
      case 401 -> FailureKind.CREDENTIALS;
      case 403 -> FailureKind.FORBIDDEN;
      case 404, 410 -> FailureKind.MISSING;
      case 408 -> FailureKind.UNAVAILABLE;
      case 429 -> FailureKind.THROTTLED;
      default -> status >= 500 ? FailureKind.UNAVAILABLE : FailureKind.REJECTED;
    };
  }
}
