package org.hubkeeper.activities.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers for kube-system and two pages of PersistentVolumes. */
final class FakeApiServer implements AutoCloseable {

  private static final String FIRST =
      """
      {"kind":"PersistentVolumeList","apiVersion":"v1","metadata":{"continue":"second"},"items":[
      {"metadata":{"name":"1"},"status":{"phase":"Bound"},"spec":{
        "claimRef":{"namespace":"h","name":"claim-jane"},
        "csi":{"driver":"ebs.csi.aws.com","volumeHandle":"vol-1"}}},
      {"metadata":{"name":"4"},"status":{"phase":"Bound"},"spec":{
        "csi":{"driver":"efs.csi.aws.com","volumeHandle":"vol-4"}}},
      {"metadata":{"name":"5"},"status":{"phase":"Bound"},"spec":{"nfs":{"server":"x"}}}]}
      """;

  private static final String SECOND =
      """
      {"kind":"PersistentVolumeList","apiVersion":"v1","metadata":{},"items":[
      {"metadata":{"name":"2"},"status":{"phase":"Released"},"spec":{
        "claimRef":{"namespace":"h"},
        "awsElasticBlockStore":{"volumeID":"aws://us-west-2a/vol-2"}}},
      {"metadata":{"name":"3"},"status":{"phase":"Available"},"spec":{
        "awsElasticBlockStore":{"volumeID":"vol-3"}}}]}
      """;

  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> tokens = new CopyOnWriteArrayList<>();
  volatile String token = "first";
  volatile int refusal;
  private final HttpServer server;

  FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    asked.add(uri);
    tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] reply = reply(uri).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(refusal == 0 ? 200 : refusal, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  private String reply(String uri) {
    if (refusal != 0) {
      return "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"no\",\"code\":%d}"
          .formatted(refusal);
    }
    if (uri.contains("kube-system")) {
      return "{\"kind\":\"Namespace\",\"metadata\":{\"name\":\"kube-system\",\"uid\":\"uid-1\"}}";
    }
    if (uri.endsWith("/namespaces/mail/secrets/smtp")) {
      return "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"data\":{\"password\":\"c3dvcmRmaXNo\"}}";
    }
    return uri.contains("continue=second") ? SECOND : FIRST;
  }
}
