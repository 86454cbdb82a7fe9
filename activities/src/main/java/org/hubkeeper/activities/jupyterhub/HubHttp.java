package org.hubkeeper.activities.jupyterhub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import org.hubkeeper.activities.Attempt;
import org.hubkeeper.activities.Network;
import org.hubkeeper.fleet.Secret;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** HTTP to one hub, with its token. What changes something leaves only while its attempt counts. */
final class HubHttp {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A hub answers a start or a stop after ten seconds at the latest, whatever came of it. */
  private static final Duration ANSWER = Duration.ofSeconds(25);

  private final HttpClient client;
  private final HubAccess hub;
  private final Secret token;

  HubHttp(Network network, HubAccess hub, Secret token) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .proxy(network.proxies().selector())
            .sslContext(network.trust().context())
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    this.hub = hub;
    this.token = token;
  }

  /** An answer, whatever its status. */
  record Answer(int status, String text) {

    JsonNode json() {
      try {
        return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
      } catch (JsonProcessingException e) {
        return MissingNode.getInstance();
      }
    }

    /** The hub's own words. */
    String message() {
      String said = json().path("message").asText();
      return "HTTP " + status + (said.isEmpty() ? "" : ": " + said);
    }
  }

  /** Of the hub's API. */
  Answer get(String path, String... headers) {
    return send(request(hub.url() + path, headers).GET());
  }

  /** Of what is beside the hub. */
  Answer beside(String path) {
    return send(request(hub.base() + path).GET());
  }

  Answer change(String method, String path) {
    Attempt.checkStillOurs();
    return send(request(hub.url() + path).method(method, BodyPublishers.noBody()));
  }

  Answer form(String path, String body) {
    Attempt.checkStillOurs();
    return send(
        request(hub.base() + path, "Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /** The answer, if it has one of these statuses. */
  Answer expect(Answer answer, String what, Integer... statuses) {
    if (Set.of(statuses).contains(answer.status())) {
      return answer;
    }
    throw Failures.of(
        kind(answer.status()),
        "hub %s answers %s with %s%s"
            .formatted(hub.name(), what, answer.message(), remedy(answer.status())),
        null);
  }

  private static FailureKind kind(int status) {
    return switch (status) {
      case 401 -> FailureKind.CREDENTIALS;
      case 403 -> FailureKind.FORBIDDEN;
      case 404 -> FailureKind.MISSING;
      case 409 -> FailureKind.BUSY;
      case 429 -> FailureKind.THROTTLED;
      default -> status >= 500 ? FailureKind.UNAVAILABLE : FailureKind.REJECTED;
    };
  }

  private String remedy(int status) {
    return status == 401 || status == 403
        ? "; see that `api.token` of the hub in the fleet file is the token of a service with the"
            + " scopes list:users, admin:users, admin:servers and read:hub"
        : "";
  }

  private HttpRequest.Builder request(String uri, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(ANSWER)
            .header("Authorization", "token " + token.reveal());
    return headers.length == 0 ? request : request.headers(headers);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw Failures.of(
          FailureKind.UNAVAILABLE,
          "no answer from hub %s: %s".formatted(hub.name(), e.getClass().getSimpleName()),
          null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureKind.UNAVAILABLE, "the worker is being stopped", null);
    }
  }
}
