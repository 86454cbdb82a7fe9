package org.hubkeeper.activities.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP server that answers a few operations of AWS and remembers what it was asked. */
final class FakeAws implements AutoCloseable {

  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");

  final List<String> bodies = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  final List<String> agents = new CopyOnWriteArrayList<>();
  volatile String account = "123456789012";

  private final List<String> operations = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> silent = new ConcurrentHashMap<>();
  private final HttpServer server;

  FakeAws() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The settings by which the SDK finds this server and a key. */
  Map<String, String> properties() {
    return Map.of(
        "aws.endpointUrl", endpoint(),
        "aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE",
        "aws.secretAccessKey", "not-a-secret");
  }

  void silent(String operation, int times) {
    silent.put(operation, times);
  }

  List<String> operations() {
    return operations;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher action = ACTION.matcher(body);
    String operation = action.find() ? action.group(1) : "DescribeCluster";
    operations.add(operation);
    bodies.add(body);
    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
    agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
    if (silent.merge(operation, -1, Integer::sum) >= 0) {
      exchange.close();
      return;
    }
    byte[] reply = reply(operation).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  private String reply(String operation) {
    return switch (operation) {
      case "GetCallerIdentity" ->
          "<R><GetCallerIdentityResult><Account>%s</Account></GetCallerIdentityResult></R>"
              .formatted(account);
      case "AssumeRole" ->
          """
          <R><AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>\
          <SecretAccessKey>x</SecretAccessKey><SessionToken>y</SessionToken>\
          <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></R>""";
      case "DescribeCluster" ->
          """
          {"cluster":{"name":"a","status":"ACTIVE","endpoint":"https://api.example",\
          "certificateAuthority":{"data":"Q0E="}}}""";
      default -> "<R></R>";
    };
  }
}
