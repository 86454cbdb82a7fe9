package org.hubkeeper.activities.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.activities.Network;
import org.hubkeeper.workflows.activity.Proofs;
import org.hubkeeper.workflows.model.Component.Proof;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofsByTypeTest {

  private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/tools/deployments/";
  private static final String PODS = "/api/v1/namespaces/tools/pods/";
  private static final String VELERO = "/apis/velero.io/v1/namespaces/tools/";

  private FakeCluster cluster;
  private Proofs proofs;

  @BeforeEach
  void start() {
    cluster = new FakeCluster();
    proofs =
        new ProofsByType(
            cluster.clients(),
            new ProofsByType.Means(
                Network.of(Map.of(), Optional.empty()), "busybox", () -> "run-1"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void anUnknownTypeNamesTheKnownOnes() {
    assertThatThrownBy(() -> prove("magic", Map.of()))
        .satisfies(e -> assertThat(type(e)).isEqualTo("REJECTED"))
        .hasMessageContaining("known: [gpu, grafana, http, https, metric, placeholders, pull");
  }

  @Test
  void aPodThatCannotPullItsImageIsNamedAtOnce() {
    cluster.put(DEPLOYMENTS + "web", deployment(1, 0));
    cluster.put(DEPLOYMENTS + "other", "{\"spec\":{\"replicas\":9},\"status\":{}}");
    cluster.put(
        PODS + "web-1",
        """
        {"metadata":{"labels":{"app":"web"}},"spec":{},"status":{"containerStatuses":[
          {"image":"web:1","state":{"waiting":{"reason":"ImagePullBackOff"}}}]}}
        """);
    assertThatThrownBy(() -> prove("workloads", Map.of()))
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"))
        .hasMessageContaining("pod web-1: ImagePullBackOff of web:1");

    cluster.put(DEPLOYMENTS + "web", deployment(1, 1));
    assertThat(prove("workloads", Map.of())).isEqualTo("1 workload with 1 pod ready");
  }

  @Test
  void aChangeThatIsNotSeenYetIsNotReady() {
    cluster.put(
        DEPLOYMENTS + "web",
        deployment(1, 1).replace("\"observedGeneration\":2", "\"observedGeneration\":1"));

    assertThatThrownBy(() -> prove("workloads", Map.of()))
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"));
  }

  @Test
  void aPoolIsSeenToGrowAndToShrink() {
    Map<String, String> facts = Map.of("emptyPools", "small");
    String pod = "/api/v1/namespaces/hubkeeper/pods/prove-scaling-small";
    cluster.put("/api/v1/nodes/n1", node("small"));
    waits("scaling", facts, "idle and not removed yet");
    cluster.remove("/api/v1/nodes/n1");
    waits("scaling", facts, "a pod asks for its first node");
    waits("scaling", facts, "it does not grow for a pod");

    cluster.put("/api/v1/nodes/n2", node("small"));
    cluster.put(pod, ready("n2"));
    waits("scaling", facts, "it has grown");
    waits("scaling", facts, "its pod is being removed");
    assertThat(cluster.has(pod)).isFalse();
    waits("scaling", facts, "idle and not removed yet");
    cluster.remove("/api/v1/nodes/n2");

    assertThat(prove("scaling", Map.of(), facts)).isEqualTo("small went from 0 to 1 node and back");
    assertThat(cluster.get("/api/v1/namespaces/hubkeeper").at("/metadata/annotations")).isEmpty();
  }

  @Test
  void aPoolThatOthersUseIsLeftAlone() {
    cluster.put("/api/v1/nodes/n1", node("small"));
    cluster.put(PODS + "notebook", ready("n1"));

    assertThat(prove("scaling", Map.of(), Map.of("emptyPools", "small")))
        .isEqualTo("small is in use, with 1 nodes");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  @Tag("fact-50")
  void aSmokePodGetsOneGpuOrTheProofFails() {
    String job = "/apis/batch/v1/namespaces/hubkeeper/jobs/prove-gpu";
    Map<String, String> with = Map.of("image", "cuda");
    assertThatThrownBy(() -> prove("gpu", with)).hasMessageContaining("just made");
    assertThat(
            cluster
                .get(job)
                .at("/spec/template/spec/containers/0/resources/limits")
                .path("nvidia.com/gpu")
                .asText())
        .isEqualTo("1");
    assertThatThrownBy(() -> prove("gpu", with)).hasMessageContaining("the nodes have 0 GPUs");

    cluster.put(job, "{\"status\":{\"failed\":1}}");
    assertThatThrownBy(() -> prove("gpu", with))
        .satisfies(e -> assertThat(type(e)).isEqualTo("REJECTED"));
    assertThat(cluster.has(job)).isFalse();

    assertThatThrownBy(() -> prove("gpu", with)).hasMessageContaining("just made");
    cluster.put(job, "{\"status\":{\"succeeded\":1}}");
    assertThatThrownBy(() -> prove("gpu", with)).hasMessageContaining("being removed");
    assertThatThrownBy(() -> prove("gpu", with)).hasMessageContaining("being removed");
    assertThat(prove("gpu", with)).isEqualTo("a pod that asked for one GPU ended well");
    assertThat(cluster.has(job)).isFalse();
  }

  @Test
  void aPlaceholderThatWouldNotGiveWayIsRefused() {
    Map<String, String> with = Map.of("deployment", "seat-holder", "count", "2");
    cluster.put(
        DEPLOYMENTS + "seat-holder",
        "{\"spec\":{\"replicas\":2,\"selector\":{\"matchLabels\":{\"app\":\"seats\"}}}}");
    cluster.put(PODS + "seat-1", seat(-10, "Running"));
    assertThatThrownBy(() -> prove("placeholders", with))
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"))
        .hasMessageContaining("there are 1 of 2");

    cluster.put(PODS + "seat-2", seat(0, "Running"));
    assertThatThrownBy(() -> prove("placeholders", with))
        .satisfies(e -> assertThat(type(e)).isEqualTo("REJECTED"))
        .hasMessageContaining("seat-2 would not give way");

    cluster.put(PODS + "seat-2", seat(-10, "Pending"));
    assertThat(prove("placeholders", with))
        .isEqualTo("2 placeholders give way to any pod; 1 hold a seat, 1 wait for a node");
  }

  @Test
  @Tag("fact-58")
  @Tag("fact-59")
  void veleroIsHealthyOnlyWithItsLocationAndABackupWhoseBytesComeBack() throws IOException {
    Map<String, String> with = Map.of("bucket", "${cluster}-backups", "location", "default");
    cluster.put(VELERO + "backupstoragelocations/default", location("a-backups", "Unavailable"));
    assertThatThrownBy(() -> prove("velero", with)).hasMessageContaining("finds it Unavailable");
    cluster.put(VELERO + "backupstoragelocations/default", location("elsewhere", "Available"));
    assertThatThrownBy(() -> prove("velero", with))
        .hasMessageContaining("the bucket elsewhere, not a-backups");
    cluster.put(VELERO + "backupstoragelocations/default", location("a-backups", "Available"));

    assertThatThrownBy(() -> prove("velero", with)).hasMessageContaining("just asked for");
    String backup = cluster.changes.get(0).substring("PATCH ".length());
    String download = backup.replace("/backups/", "/downloadrequests/");
    cluster.put(backup, "{\"status\":{\"phase\":\"PartiallyFailed\"}}");
    assertThatThrownBy(() -> prove("velero", with))
        .satisfies(e -> assertThat(type(e)).isEqualTo("REJECTED"));
    assertThat(cluster.has(backup)).isFalse();

    cluster.put(
        backup, "{\"status\":{\"phase\":\"Completed\",\"progress\":{\"itemsBackedUp\":3}}}");
    assertThatThrownBy(() -> prove("velero", with)).hasMessageContaining("its link is asked for");
    try (Bytes bytes = new Bytes(gzip("tar"))) {
      cluster.put(download, "{\"status\":{\"downloadURL\":\"" + bytes.address() + "\"}}");
      assertThat(prove("velero", with))
          .contains("has 3 items")
          .contains("bytes came back")
          .contains("whole volumes, never single files");
    }
    assertThat(cluster.has(download)).isFalse();
  }

  @Test
  @Tag("fact-58")
  void aBackupWithoutItsBytesIsNone() throws IOException {
    Map<String, String> with = Map.of("bucket", "b", "location", "default");
    cluster.put(VELERO + "backupstoragelocations/default", location("b", "Available"));
    assertThatThrownBy(() -> prove("velero", with)).hasMessageContaining("just asked for");
    String backup = cluster.changes.get(0).substring("PATCH ".length());
    cluster.put(
        backup, "{\"status\":{\"phase\":\"Completed\",\"progress\":{\"itemsBackedUp\":3}}}");
    try (Bytes bytes = new Bytes(new byte[0])) {
      cluster.put(
          backup.replace("/backups/", "/downloadrequests/"),
          "{\"status\":{\"downloadURL\":\"" + bytes.address() + "\"}}");

      assertThatThrownBy(() -> prove("velero", with))
          .satisfies(e -> assertThat(type(e)).isEqualTo("REJECTED"))
          .hasMessageContaining("are not in the bucket b");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "busybox, library/busybox, latest",
    "oneilsh/hub:v1, oneilsh/hub, v1",
    "docker.io/oneilsh/hub:v1, oneilsh/hub, v1",
    "localhost:30050/nvidia/cuda:12, nvidia/cuda, 12",
    "quay.io/a/b@sha256:0a, a/b, sha256:0a"
  })
  void anImageIsReadAsDockerReadsIt(String text, String repository, String reference) {
    assertThat(MirrorPull.Image.parse(text)).isEqualTo(new MirrorPull.Image(repository, reference));
  }

  private void waits(String type, Map<String, String> facts, String holder) {
    assertThatThrownBy(() -> prove(type, Map.of(), facts))
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"))
        .hasMessageContaining(holder);
  }

  private String prove(String type, Map<String, String> with) {
    return prove(type, with, Map.of("cluster", "a"));
  }

  private String prove(String type, Map<String, String> with, Map<String, String> facts) {
    return proofs.prove(
        FakeCluster.REF, FakeCluster.component("c", "r"), new Proof(type, with), facts);
  }

  private static String deployment(int wanted, int ready) {
    return """
        {"kind":"Deployment","metadata":{"generation":2,"annotations":{
          "meta.helm.sh/release-name":"r","meta.helm.sh/release-namespace":"tools"}},
         "spec":{"replicas":%d,"selector":{"matchLabels":{"app":"web"}}},
         "status":{"observedGeneration":2,"updatedReplicas":%d,"readyReplicas":%d}}
        """
        .formatted(wanted, wanted, ready);
  }

  private static String node(String pool) {
    return "{\"metadata\":{\"labels\":{\"eks.amazonaws.com/nodegroup\":\"%s\"}}}".formatted(pool);
  }

  private static String ready(String node) {
    return """
        {"kind":"Pod","metadata":{"ownerReferences":[]},"spec":{"nodeName":"%s"},"status":{"phase":"Running",
          "conditions":[{"type":"Ready","status":"True"}]}}
        """
        .formatted(node);
  }

  private static String seat(int priority, String phase) {
    return """
        {"metadata":{"labels":{"app":"seats"}},"spec":{"priority":%d},"status":{"phase":"%s"}}
        """
        .formatted(priority, phase);
  }

  private static String location(String bucket, String phase) {
    return """
        {"spec":{"objectStorage":{"bucket":"%s"}},"status":{"phase":"%s"}}
        """
        .formatted(bucket, phase);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes());
    }
    return bytes.toByteArray();
  }

  private static String type(Throwable e) {
    return ((ApplicationFailure) e).getType();
  }

  /** Serves the same bytes under any path. */
  private static final class Bytes implements AutoCloseable {
    private final HttpServer server;

    Bytes(byte[] bytes) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    String address() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/backup";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
