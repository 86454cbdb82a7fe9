package org.hubkeeper.activities.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.workflows.activity.ApiUsage;
import org.hubkeeper.workflows.activity.ApiUsage.ApiUse;
import org.hubkeeper.workflows.activity.ApiUsage.Source;
import org.hubkeeper.workflows.activity.Vitals;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesApiUsageTest {

  private static final ClusterRef REF = FakeCluster.REF;
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private FakeCluster cluster;
  private ApiUsage usage;
  private Vitals vitals;

  @BeforeEach
  void start() {
    cluster = new FakeCluster();
    usage = new KubernetesApiUsage(cluster.clients(), "worker-7c9-x");
    vitals = new KubernetesVitals(cluster.clients(), () -> NOW.minusSeconds(3600), () -> NOW);
    cluster.says(
        "/version", "{\"major\":\"1\",\"minor\":\"34+\",\"gitVersion\":\"v1.34.2-eks-1\"}");
    cluster.says("/readyz", "ok");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void theServerIsBelievedWhatItServesAndWhetherTheWorkerIsInIt() {
    assertThat(usage.serving(REF).version()).isEqualTo(KubeVersion.parse("1.34"));
    assertThat(usage.serving(REF).worker()).isFalse();

    cluster.put("/api/v1/namespaces/ops/pods/worker-7c9-x", "{\"spec\":{}}");
    assertThat(usage.serving(REF).worker()).isTrue();
  }

  @Test
  void anOlderServerARefusalAndOneThatIsNotReadyAreWaitedFor() {
    KubeVersion wanted = KubeVersion.parse("1.34");
    usage.awaitServing(REF, wanted);

    assertThat(type(() -> usage.awaitServing(REF, wanted.next()))).isEqualTo("NOT_READY");
    cluster.refuses("/readyz", 500, "{\"kind\":\"Status\",\"code\":500,\"message\":\"etcd\"}");
    assertThat(type(() -> usage.awaitServing(REF, wanted))).isEqualTo("NOT_READY");
    cluster.refuses("/version", 401, "{\"kind\":\"Status\",\"code\":401,\"message\":\"no\"}");
    assertThat(type(() -> usage.awaitServing(REF, wanted))).isEqualTo("NOT_READY");
  }

  @Test
  void theServersOwnMetricNamesWhatIsAskedFor() {
    cluster.says(
        "/metrics",
        """
        # HELP apiserver_requested_deprecated_apis x
        apiserver_requested_deprecated_apis{group="policy",removed_release="1.25",\
        resource="poddisruptionbudgets",subresource="",version="v1beta1"} 1
        apiserver_requested_deprecated_apis{group="",removed_release="",resource="endpoints",\
        subresource="",version="v1"} 1
        """);

    assertThat(usage.requested(REF))
        .containsExactly(
            new ApiUse(
                Source.METRIC,
                "policy/v1beta1",
                "poddisruptionbudgets",
                KubeVersion.parse("1.25"),
                "policy/v1",
                "",
                Instant.EPOCH));
  }

  @Test
  void onlyTheNewestDeployedRevisionOfAReleaseCounts() throws IOException {
    release("grafana", 1, "apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\n");
    release("grafana", 2, "apiVersion: v1\nkind: Secret\ndata: {password: c3dvcmRmaXNo}\n");
    release(
        "hub",
        7,
        "---\napiVersion: v1\nkind: Service\n---\napiVersion: autoscaling/v2beta2\n"
            + "kind: HorizontalPodAutoscaler\n");

    List<ApiUse> uses = usage.inReleases(REF);

    assertThat(uses).hasSize(1);
    assertThat(uses.get(0).caller()).isEqualTo("release tools/hub 7");
    assertThat(uses.get(0).api()).isEqualTo("autoscaling/v2beta2");
    assertThat(uses.get(0).removedIn()).isEqualTo(KubeVersion.parse("1.26"));
    assertThat(uses.get(0).instead()).isEqualTo("autoscaling/v2");
    assertThat(uses.get(0).last()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
  }

  @Test
  void oneFailedRequestInAHundredIsTroubleOnceThereAreAThousand() {
    metrics(5_000, 40);
    Vitals.Reading before = vitals.read(REF);
    assertThat(before).isEqualTo(new Vitals.Reading(5_040, 40));

    metrics(5_500, 60);
    assertThat(type(() -> vitals.awaitTrouble(REF, before))).isEqualTo("NOT_READY");
    metrics(6_000, 60);
    assertThat(vitals.awaitTrouble(REF, before))
        .containsExactly("20 of 1020 requests to the API server failed");
    metrics(2_000, 30);
    assertThat(vitals.awaitTrouble(REF, before))
        .containsExactly("30 of 2030 requests to the API server failed");
  }

  @Test
  void aNodeThatWasReadyAndAServerThatIsNotAreTrouble() {
    metrics(10, 0);
    node("2026-11-01T10:00:00Z");
    Vitals.Reading before = vitals.read(REF);
    assertThat(type(() -> vitals.awaitTrouble(REF, before))).isEqualTo("NOT_READY");

    node("2026-11-01T11:30:00Z");
    assertThat(vitals.awaitTrouble(REF, before)).containsExactly("node n1 is no longer Ready");

    cluster.refuses("/readyz", 500, "{\"kind\":\"Status\",\"code\":500,\"message\":\"x\"}");
    assertThat(vitals.awaitTrouble(REF, before))
        .containsExactly("the API server was not ready on 3 looks in a row");
  }

  private void metrics(int good, int failed) {
    cluster.says(
        "/metrics",
        """
        apiserver_request_total{code="200",verb="GET"} %d
        apiserver_request_total{code="503",verb="GET"} %d
        """
            .formatted(good, failed));
  }

  private void node(String since) {
    cluster.put(
        "/api/v1/nodes/n1",
        """
        {"status":{"conditions":[
          {"type":"Ready","status":"Unknown","lastTransitionTime":"%s"}]}}"""
            .formatted(since));
  }

  private void release(String name, int revision, String manifest) throws IOException {
    String json =
        """
        {"name":"%s","info":{"last_deployed":"2026-01-02T03:04:05Z"},"manifest":%s}"""
            .formatted(name, quoted(manifest));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
    byte[] byHelm =
        Base64.getEncoder().encodeToString(packed.toByteArray()).getBytes(StandardCharsets.UTF_8);
    cluster.put(
        "/api/v1/namespaces/tools/secrets/sh.helm.release.v1.%s.v%d".formatted(name, revision),
        """
        {"metadata":{"labels":{"owner":"helm","status":"deployed","name":"%s","version":"%d"}},
         "data":{"release":"%s"}}"""
            .formatted(name, revision, Base64.getEncoder().encodeToString(byHelm)));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\n", "\\n") + "\"";
  }

  private static String type(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(ApplicationFailure.class, call).getType();
  }
}
