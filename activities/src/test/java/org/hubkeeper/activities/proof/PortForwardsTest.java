package org.hubkeeper.activities.proof;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A port-forward against an API server that grants everything else. */
class PortForwardsTest {

  private static final String SERVICE =
      """
      {"kind": "Service", "apiVersion": "v1", "metadata": {"name": "registry", "namespace": "tools"},
       "spec": {"selector": {"app": "registry"}, "ports": [{"port": 5000}]}}""";

  private static final String PODS =
      """
      {"kind": "PodList", "apiVersion": "v1", "items": [
        {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "registry-0", "namespace": "tools"},
         "status": {"conditions": [{"type": "Ready", "status": "True"}]}}]}""";

  private static final String REVIEW =
      """
      {"kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1",
       "status": {"allowed": false}}""";

  @Test
  void aRefusedPortForwardNamesThePermission() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", PortForwardsTest::answer);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withMasterUrl(url).build())
            .build()) {
      PortForwards forwards = new PortForwards(client);

      assertThatThrownBy(
              () -> forwards.to("tools", "registry", "5000", at -> Http.local().get(at).body()))
          .hasMessageContaining("FORBIDDEN")
          .hasMessageContaining("cannot create resource \"pods/portforward\"");
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String other = path.endsWith("/pods") ? PODS : SERVICE;
    String body = path.endsWith("/selfsubjectaccessreviews") ? REVIEW : other;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(path.endsWith("/portforward") ? 403 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
