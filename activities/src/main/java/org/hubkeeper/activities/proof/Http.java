package org.hubkeeper.activities.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** HTTP to what was installed. No answer is NOT_READY: things need a moment after they start. */
final class Http {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final HttpClient client;

  private Http(HttpClient client) {
    this.client = client;
  }

  /** Straight to this machine, where port-forwards end. */
  static Http local() {
    return new Http(HttpClient.newBuilder().connectTimeout(CONNECT).build());
  }

  /** To the outside, as the worker reaches it. */
  static Http outside(ProxySelector proxies, SSLContext trust) {
    return new Http(
        HttpClient.newBuilder().connectTimeout(CONNECT).proxy(proxies).sslContext(trust).build());
  }

  static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  HttpResponse<byte[]> get(URI uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** Sends JSON. */
  HttpResponse<byte[]> send(String method, URI uri, JsonNode body, String... headers) {
    return send(
        HttpRequest.newBuilder(uri)
            .headers(headers)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.toString())));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(ANSWER).build();
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw Failures.notReady(
          Blocker.of(
              request.uri().getAuthority(),
              "no answer: " + e.getClass().getSimpleName(),
              "it is asked again"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureKind.UNAVAILABLE, "the worker is being stopped", null);
    }
  }

  static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(new String(response.body(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw Failures.notReady("%s answers what is no JSON", response.uri().getPath());
    }
  }

  /** NOT_READY unless the answer has that status. */
  static HttpResponse<byte[]> expect(HttpResponse<byte[]> response, int status, String what) {
    if (response.statusCode() != status) {
      throw Failures.notReady(
          Blocker.of(
              what,
              "%s answers HTTP %d".formatted(response.uri().getPath(), response.statusCode()),
              "it should answer " + status));
    }
    return response;
  }
}
