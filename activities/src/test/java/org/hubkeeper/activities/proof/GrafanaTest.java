package org.hubkeeper.activities.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.workflows.model.Component.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrafanaTest {

  private static final Map<String, String> WITH =
      Map.of(
          "secret", "grafana-admin",
          "key", "password",
          "initialSecret", "grafana-initial",
          "initialKey", "password",
          "files", "cluster.json,hub.json");

  @TempDir Path folder;

  private FakeCluster cluster;
  private Grafana server;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster();
    secret("grafana-admin", "new-one");
    secret("grafana-initial", "first");
    server = new Grafana();
    Files.writeString(folder.resolve("cluster.json"), "{\"uid\":\"cluster\",\"id\":7}");
    Files.writeString(folder.resolve("hub.json"), "{\"uid\":\"hub\"}");
  }

  @AfterEach
  void stop() {
    server.server.stop(0);
    cluster.close();
  }

  @Test
  @Tag("fact-52")
  void theFirstPasswordNoLongerWorksAfterTheTask() {
    GrafanaApi grafana = GrafanaApi.behind(server.address());
    assertThat(grafana.accepts("admin", "first")).isTrue();

    GrafanaPassword.ensure(asked("grafana-password"), grafana);

    assertThat(grafana.accepts("admin", "first")).isFalse();
    assertThat(grafana.accepts("admin", "new-one")).isTrue();
    GrafanaPassword.ensure(asked("grafana-password"), grafana);
    assertThat(server.changes).containsExactly("PUT /grafana/api/user/password");
  }

  @Test
  void aPasswordThatAPersonChoseIsNeverChanged() {
    server.password = "mine";

    assertThatThrownBy(
            () ->
                GrafanaPassword.ensure(
                    asked("grafana-password"), GrafanaApi.behind(server.address())))
        .satisfies(e -> assertThat(((ApplicationFailure) e).getType()).isEqualTo("REJECTED"))
        .hasMessageContaining("a person has chosen one")
        .hasMessageNotContaining("new-one");
    assertThat(server.changes).isEmpty();
  }

  @Test
  @Tag("fact-54")
  void eachDashboardIsImportedOnce() {
    server.password = "new-one";
    GrafanaApi grafana = GrafanaApi.behind(server.address());
    GrafanaDashboards task = new GrafanaDashboards(folder);

    assertThat(task.ensure(asked("grafana-dashboards"), grafana))
        .isEqualTo("2 dashboards are there, 2 of them imported now");
    assertThat(task.ensure(asked("grafana-dashboards"), grafana))
        .isEqualTo("2 dashboards are there, 0 of them imported now");
    assertThat(server.dashboards).containsExactly("cluster", "hub");
  }

  private Asked asked(String type) {
    return Asked.of(
        FakeCluster.REF,
        cluster.client(),
        FakeCluster.component("c", "r"),
        new Task(type, WITH),
        Map.of());
  }

  private void secret(String name, String password) {
    String base64 = Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8));
    cluster.put(
        "/api/v1/namespaces/tools/secrets/" + name, "{\"data\":{\"password\":\"" + base64 + "\"}}");
  }

  /** Served from a path, to which it sends whoever leaves it out. */
  private static final class Grafana {
    final List<String> changes = new ArrayList<>();
    final List<String> dashboards = new ArrayList<>();
    String password = "first";
    private final HttpServer server;

    Grafana() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
      String path = exchange.getRequestURI().getPath();
      int status = 200;
      if (!path.startsWith("/grafana/")) {
        exchange.getResponseHeaders().set("Location", "https://hub.example.edu/grafana" + path);
        status = 301;
      } else if (!path.endsWith("/health") && !knows(exchange)) {
        status = 401;
      } else if (path.contains("/dashboards/uid/")) {
        status = dashboards.contains(path.substring(path.lastIndexOf('/') + 1)) ? 200 : 404;
      } else if (!exchange.getRequestMethod().equals("GET")) {
        status = change(exchange, path);
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }

    private int change(HttpExchange exchange, String path) throws IOException {
      changes.add(exchange.getRequestMethod() + " " + path);
      JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
      if (path.endsWith("/api/user/password")) {
        password = body.path("newPassword").asText();
        return 200;
      }
      // As the real one: an id that is not the database's is refused.
      if (body.path("dashboard").has("id")) {
        return 404;
      }
      dashboards.add(body.path("dashboard").path("uid").asText());
      return 200;
    }

    private boolean knows(HttpExchange exchange) {
      return Http.basic("admin", password)
          .equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }
  }
}
