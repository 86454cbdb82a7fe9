package org.hubkeeper.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hubkeeper.activities.kubernetes.ClusterClients;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/**
 * An API server's store: objects by their paths, created, patched, deleted and listed. It knows no
 * defaults, no validation and no controllers; tests put in what those would have made.
 */
public final class FakeCluster implements AutoCloseable {

  public static final ClusterRef REF =
      new ClusterRef("a", "test", "aws", "123456789012", "us-west-2", "aws", "uid-1");

  private static final String LIST = "/(api/v1|apis/[^/]+/[^/]+)(/namespaces/[^/]+)?/[a-z]+";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Changes that were asked for, as {@code PATCH /api/…}. */
  public final List<String> changes = new CopyOnWriteArrayList<>();

  private final Map<String, ObjectNode> objects = new TreeMap<>();
  private final Map<String, String> answers = new TreeMap<>();
  private final Map<String, String> texts = new TreeMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final HttpServer server;
  private final ClusterClients clients;

  public FakeCluster() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    clients =
        new ClusterClients(
            cluster -> new ClusterAccess.Derived(endpoint, "", () -> "token"),
            Network.of(Map.of(), Optional.empty()));
    put("/api/v1/namespaces/kube-system", "{\"metadata\":{\"uid\":\"uid-1\"}}");
  }

  /** A component of that name in the namespace {@code tools}, with a chart of that name. */
  public static Component component(String name, String release) {
    return new Component(
        name,
        new Component.Chart("oci://charts.example.org/" + name, "", "1.0.0"),
        release,
        "tools",
        "helm",
        10,
        List.of(),
        "{}",
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of());
  }

  public KubernetesClient client() {
    return clients.apply(REF);
  }

  public ClusterClients clients() {
    return clients;
  }

  /** Puts an object in, as JSON; its name and namespace are those of the path. */
  public void put(String path, String json) {
    try {
      ObjectNode object = (ObjectNode) JSON.readTree(json);
      named(object, path);
      objects.put(path, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a POST to a path is answered, instead of keeping the object. */
  public void answers(String path, String json) {
    answers.put(path, json);
  }

  /** What a path says that is no object. */
  public void says(String path, String text) {
    texts.put(path, text);
  }

  /** Refuses every request to a path, with a Status as JSON. */
  public void refuses(String path, int status, String json) {
    refusals.put(path, status);
    answers.put(path, json);
  }

  public void allows(String path) {
    refusals.remove(path);
    answers.remove(path);
  }

  public void remove(String path) {
    objects.remove(path);
  }

  public boolean has(String path) {
    return objects.containsKey(path);
  }

  public JsonNode get(String path) {
    return objects.get(path);
  }

  @Override
  public void close() {
    clients.close();
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!method.equals("GET")) {
      changes.add(method + " " + path);
    }
    if (refusals.containsKey(path)) {
      send(exchange, refusals.get(path), "application/json", answers.get(path));
      return;
    }
    if (method.equals("GET") && texts.containsKey(path)) {
      send(exchange, 200, "text/plain", texts.get(path));
      return;
    }
    JsonNode reply =
        switch (method) {
          case "POST" ->
              answers.containsKey(path) ? JSON.readTree(answers.get(path)) : create(path, body);
          case "PATCH" -> patch(path, body);
          case "DELETE" -> objects.remove(path);
          default -> read(exchange, path);
        };
    send(
        exchange,
        reply == null ? 404 : 200,
        "application/json",
        reply == null ? "{\"kind\":\"Status\",\"code\":404,\"message\":\"no\"}" : reply.toString());
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private JsonNode create(String path, String body) throws IOException {
    ObjectNode object = (ObjectNode) JSON.readTree(body);
    put(path + "/" + object.at("/metadata/name").asText(), body);
    return object;
  }

  private JsonNode patch(String path, String body) throws IOException {
    ObjectNode known = objects.computeIfAbsent(path, absent -> JSON.createObjectNode());
    merge(known, (ObjectNode) JSON.readTree(body));
    named(known, path);
    return known;
  }

  private JsonNode read(HttpExchange exchange, String path) {
    if (objects.containsKey(path)) {
      return objects.get(path);
    }
    if (!path.matches(LIST)) {
      return null;
    }
    String asked = String.valueOf(exchange.getRequestURI().getQuery());
    ObjectNode list = JSON.createObjectNode();
    list.putObject("metadata");
    var items = list.putArray("items");
    // Without a namespace, all namespaces' objects of a kind are meant.
    String pattern = path.replaceFirst("(/v1)/([a-z]+)$", "$1/(namespaces/[^/]+/)?$2") + "/[^/]+";
    objects.forEach(
        (where, object) -> {
          if (where.matches(pattern) && selected(object, asked)) {
            items.add(object);
          }
        });
    return list;
  }

  private static boolean selected(ObjectNode object, String query) {
    for (String part : query.split("&")) {
      if (part.startsWith("labelSelector=")) {
        for (String label : part.substring("labelSelector=".length()).split(",")) {
          String[] pair = label.split("=", 2);
          JsonNode labels = object.path("metadata").path("labels");
          if (!labels.path(pair[0]).asText().equals(pair[1])) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static void named(ObjectNode object, String path) {
    String[] parts = path.split("/");
    ObjectNode meta = object.withObject("/metadata");
    meta.put("name", parts[parts.length - 1]);
    for (int i = 0; i < parts.length - 3; i++) {
      if (parts[i].equals("namespaces")) {
        meta.put("namespace", parts[i + 1]);
      }
    }
  }

  private static void merge(ObjectNode known, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                known.remove(field.getKey());
              } else if (field.getValue() instanceof ObjectNode inner
                  && known.get(field.getKey()) instanceof ObjectNode there) {
                merge(there, inner);
              } else {
                known.set(field.getKey(), field.getValue());
              }
            });
  }
}
