package org.hubkeeper.activities.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpResponse;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/** The few calls of Grafana's HTTP interface that proofs and tasks need. */
final class GrafanaApi {

  private final Http http;
  private final URI base;

  private GrafanaApi(Http http, URI base) {
    this.http = http;
    this.base = base;
  }

  /** At its final address. */
  static GrafanaApi at(Http http, URI address) {
    return new GrafanaApi(http, URI.create(address.toString().replaceFirst("/*$", "/")));
  }

  /** Behind a port-forward; served from a path, it tells so by sending there. */
  static GrafanaApi behind(URI address) {
    Http http = Http.local();
    String health = "/api/health";
    HttpResponse<byte[]> response = http.get(address.resolve(health));
    String path =
        response
            .headers()
            .firstValue("Location")
            .map(location -> URI.create(location).getPath())
            .filter(location -> location.endsWith(health))
            .map(location -> location.substring(0, location.length() - health.length()))
            .orElse("");
    return at(http, address.resolve(path + "/"));
  }

  /** Whether the password is that of the user. */
  boolean accepts(String user, String password) {
    int status =
        http.get(base.resolve("api/user"), "Authorization", auth(user, password)).statusCode();
    return switch (status) {
      case 200 -> true;
      case 401 -> false;
      default ->
          throw Failures.notReady(
              Blocker.of("Grafana", "it answers a login with HTTP " + status, "see the pod's log"));
    };
  }

  void change(String user, String from, String to) {
    ObjectNode body = Http.JSON.createObjectNode();
    body.put("oldPassword", from).put("newPassword", to).put("confirmNew", to);
    int status =
        http.send("PUT", base.resolve("api/user/password"), body, "Authorization", auth(user, from))
            .statusCode();
    if (status != 200) {
      throw Failures.of(
          status >= 500 ? FailureKind.UNAVAILABLE : FailureKind.REJECTED,
          "Grafana refuses the new password of " + user + " with HTTP " + status,
          null);
    }
  }

  /** Whether there is a dashboard of that uid. */
  boolean has(String uid, String user, String password) {
    URI uri = base.resolve("api/dashboards/uid/" + uid);
    int status = http.get(uri, "Authorization", auth(user, password)).statusCode();
    if (status != 200 && status != 404) {
      throw Failures.notReady(
          Blocker.of(
              "Grafana", "it answers for a dashboard with HTTP " + status, "see the pod's log"));
    }
    return status == 200;
  }

  /** Imports a dashboard once: one of that uid that is there is not replaced. */
  void add(JsonNode dashboard, String user, String password) {
    ObjectNode copy = dashboard.deepCopy();
    // An id is the database's; with one that it does not know Grafana refuses the import.
    copy.remove("id");
    ObjectNode body = Http.JSON.createObjectNode();
    body.set("dashboard", copy);
    body.put("overwrite", false);
    int status =
        http.send(
                "POST",
                base.resolve("api/dashboards/db"),
                body,
                "Authorization",
                auth(user, password))
            .statusCode();
    if (status != 200) {
      throw Failures.of(
          status >= 500 ? FailureKind.UNAVAILABLE : FailureKind.REJECTED,
          "Grafana refuses the dashboard %s with HTTP %d"
              .formatted(dashboard.path("uid").asText(), status),
          null);
    }
  }

  private static String auth(String user, String password) {
    return Http.basic(user, password);
  }
}
