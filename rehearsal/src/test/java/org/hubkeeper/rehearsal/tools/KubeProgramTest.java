package org.hubkeeper.rehearsal.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that lives: its pods are placed, start, are reached and end. */
@TestInstance(Lifecycle.PER_CLASS)
class KubeProgramTest {

  private static final String ANSWER = "from behind the pod";
  private static final String ANNOTATIONS = "rehearsal.hubkeeper.org/";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path directory;
  private Tools tools;
  private Supervised process;
  private JsonNode cluster;
  private String registry;
  private KubernetesClient client;

  @BeforeAll
  void start() throws IOException {
    try (Narrator narrator = new Narrator(System.out)) {
      tools = Tools.provide(true, Cache.of(System.getenv()), narrator);
    }
    Path ready = directory.resolve("ready.json");
    List<String> command =
        List.of(
            program("hubkeeper-kube").toString(),
            "up",
            "--dir",
            directory.resolve("kubernetes").toString(),
            "--clusters",
            "hub",
            "--ready-file",
            ready.toString(),
            "--with",
            "controllers,pulls",
            "--registry",
            directory.resolve("registry").toString(),
            "--exit-on-stdin-eof");
    process = Supervised.start(tools.guard(), Launch.of("Kubernetes", command, directory));
    JsonNode told = JSON.readTree(process.awaitFile(ready, Duration.ofMinutes(4)).toFile());
    cluster = told.path("clusters").path("hub");
    registry = told.path("registry").asText();
    Config config = Config.fromKubeconfig(Files.readString(kubeconfig()));
    client = new KubernetesClientBuilder().withConfig(config).build();
    client.resource(KubeObjects.node()).create();
    run("hubkeeper-kube", "images", "--registry", registry, "web:1");
  }

  @AfterAll
  void stop() {
    if (client != null) {
      client.close();
    }
    if (process != null) {
      process.close();
    }
  }

  @Test
  void aForwardedPortLeadsWhereTheWorldSays() throws Exception {
    PodResource pod = started(KubeObjects.pod("web", "web:1", Map.of()));
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client.resource(KubeObjects.lead("web", 8080, server.getAddress().getPort())).create();

    try (LocalPortForward forward = pod.portForward(8080)) {
      URI address = URI.create("http://127.0.0.1:" + forward.getLocalPort());
      HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build();
      assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
          .isEqualTo(ANSWER);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aPodWhoseImageIsMissingWaitsUntilItIsThere() {
    PodResource pod = created(KubeObjects.pod("late", "late:1", Map.of()));
    pod.waitUntilCondition(
        seen -> KubeObjects.waiting(seen).equals("ImagePullBackOff"), 60, TimeUnit.SECONDS);

    run("hubkeeper-kube", "images", "--registry", registry, "late:1");

    pod.waitUntilReady(60, TimeUnit.SECONDS);
  }

  @Test
  void aPodEndsAsItsAnnotationSays() {
    ends("good", "0", "Succeeded");
    ends("bad", "1", "Failed");
  }

  @Test
  void theAuditLogTellsUsersApart() throws IOException {
    started(KubeObjects.pod("audited", "web:1", Map.of()));

    List<String> lines = Files.readAllLines(Path.of(cluster.path("auditLog").asText()));
    assertThat(lines)
        .anyMatch(line -> line.contains("\"rehearsal-admin\"") && line.contains("/pods"))
        .anyMatch(line -> line.contains("\"system:kube-scheduler\""))
        .noneMatch(line -> line.contains("\"verb\":\"get\"") || line.contains("\"leases\""));
  }

  @Test
  void helmPutsAChartFromTheRegistryIntoTheCluster() throws IOException {
    Path chart = Files.createDirectories(directory.resolve("greeting/templates"));
    Files.writeString(
        chart.resolveSibling("Chart.yaml"), "apiVersion: v2\nname: greeting\nversion: 1.2.3\n");
    Files.writeString(
        chart.resolve("text.yaml"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: greeting}\ndata: {text: hello}\n");
    run(
        "hubkeeper-kube",
        "charts",
        "--registry",
        registry + "/charts",
        chart.getParent().toString());

    run("helm", "install", "one", "oci://" + registry + "/charts/greeting", "--plain-http");

    assertThat(client.configMaps().inNamespace("default").withName("greeting").get().getData())
        .containsEntry("text", "hello");
    assertThat(run("kubectl", "get", "configmap", "greeting", "-o", "name"))
        .contains("configmap/greeting");
  }

  private void ends(String name, String status, String phase) {
    created(KubeObjects.pod(name, "web:1", Map.of(ANNOTATIONS + "ends", status)))
        .waitUntilCondition(
            seen -> seen != null && phase.equals(seen.getStatus().getPhase()),
            60,
            TimeUnit.SECONDS);
  }

  private PodResource started(Pod pod) {
    PodResource created = created(pod);
    created.waitUntilReady(60, TimeUnit.SECONDS);
    return created;
  }

  private PodResource created(Pod pod) {
    client.resource(pod).create();
    return client.pods().inNamespace("default").withName(pod.getMetadata().getName());
  }

  private String run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program(program).toString()));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of("KUBECONFIG", kubeconfig().toString(), "HOME", directory.toString());
    return Asked.command(command, environment)
        .orElseThrow(() -> new AssertionError(command + " failed"));
  }

  private Path kubeconfig() {
    return Path.of(cluster.path("kubeconfig").asText());
  }

  private Path program(String name) {
    return tools.kube().orElseThrow().resolveSibling(name);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
