package org.hubkeeper.activities.jupyterhub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub that keeps users and their servers, and an announcement service beside it. */
final class FakeHub implements AutoCloseable {

  /** Users to what JSON says of their servers. */
  final Map<String, String> servers = new TreeMap<>();

  final List<String> changes = new CopyOnWriteArrayList<>();
  final List<String> tokens = new CopyOnWriteArrayList<>();
  String announcement = "";
  String progress = "";
  String metrics =
      """
      jupyterhub_server_spawn_duration_seconds_count{status="success"} 41.0
      jupyterhub_server_spawn_duration_seconds_count{status="failure"} 2.0
      """;
  int startStatus = 202;
  boolean slowToStop;

  private final HttpServer server;

  FakeHub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String api() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hub/api";
  }

  void ready(String user) {
    servers.put(user, "{\"\":{\"ready\":true,\"pending\":null}}");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!method.equals("GET")) {
      changes.add(method + " " + path);
    }
    if (path.startsWith("/hub/api/users/")) {
      user(exchange, method, path.substring("/hub/api/users/".length()));
    } else if (path.equals("/hub/api/users")) {
      send(exchange, 200, "{\"items\":[%s],\"_pagination\":{\"next\":null}}".formatted(users()));
    } else if (path.equals("/hub/api/")) {
      send(exchange, 200, "{\"version\":\"5.2.1\"}");
    } else if (path.equals("/hub/metrics")) {
      send(exchange, 200, metrics);
    } else if (path.endsWith("/latest")) {
      send(exchange, 200, "{\"announcement\":\"%s\"}".formatted(announcement));
    } else if (path.endsWith("/update")) {
      String text = body.substring("announcement=".length());
      announcement = URLDecoder.decode(text, StandardCharsets.UTF_8);
      send(exchange, 302, "");
    } else {
      send(exchange, 200, "{\"version\":\"2.14\"}");
    }
  }

  private void user(HttpExchange exchange, String method, String rest) throws IOException {
    String name = rest.split("/")[0];
    if (rest.endsWith("/progress")) {
      send(exchange, progress.isEmpty() ? 400 : 200, progress);
    } else if (rest.contains("/server")) {
      if (method.equals("POST")) {
        if (startStatus == 202) {
          servers.put(name, "{\"\":{\"ready\":false,\"pending\":\"spawn\"}}");
        }
        send(exchange, startStatus, "{\"message\":\"Error in Spawner\"}");
      } else {
        servers.put(name, slowToStop ? "{\"\":{\"ready\":false,\"pending\":\"stop\"}}" : "{}");
        send(exchange, slowToStop ? 202 : 204, "");
      }
    } else if (method.equals("POST")) {
      servers.put(name, "{}");
      send(exchange, 201, "{}");
    } else if (method.equals("DELETE")) {
      servers.remove(name);
      send(exchange, 204, "");
    } else if (servers.containsKey(name)) {
      send(exchange, 200, "{\"name\":\"x\",\"servers\":%s}".formatted(servers.get(name)));
    } else {
      send(exchange, 404, "{}");
    }
  }

  private String users() {
    return String.join(
        ",", servers.values().stream().map(one -> "{\"servers\":" + one + "}").toList());
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
