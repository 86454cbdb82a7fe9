package org.hubkeeper.activities.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.failure.ApplicationFailure;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.activities.Network;
import org.hubkeeper.workflows.activity.Smoke;
import org.hubkeeper.workflows.model.ClusterRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmokeProofsTest {

  private static final ClusterRef REF = FakeCluster.REF;
  private static final String CONFIG = "/api/v1/namespaces/hubkeeper/configmaps/prove-api";
  private static final String JOB = "/apis/batch/v1/namespaces/hubkeeper/jobs/prove-dns";

  private FakeCluster cluster;
  private Smoke smoke;

  @BeforeEach
  void start() {
    cluster = new FakeCluster();
    cluster.put("/api/v1/namespaces/hubkeeper", "{}");
    cluster.says("/readyz", "ok");
    smoke =
        new SmokeProofs(
            cluster.clients(),
            Network.of(Map.of(), Optional.empty()),
            "busybox",
            () -> "upgrade/a/1");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void theApiServerKeepsWhatIsWrittenAndIsLeftAsItWas() {
    assertThat(smoke.proveApi(REF)).contains("written, read and deleted");

    assertThat(cluster.changes).containsExactly("PATCH " + CONFIG, "DELETE " + CONFIG);
    assertThat(cluster.has(CONFIG)).isFalse();
  }

  @Test
  void anApiServerThatIsNotReadyIsNoProof() {
    cluster.refuses("/readyz", 500, "{\"kind\":\"Status\",\"code\":500,\"message\":\"etcd\"}");

    assertThat(
            catchThrowableOfType(KubernetesClientException.class, () -> smoke.proveApi(REF))
                .getCode())
        .isEqualTo(500);
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void aPodResolvesANameOfTheClusterAndOneOutsideAndIsGone() {
    assertThat(type(() -> smoke.proveDns(REF))).isEqualTo("NOT_READY");
    assertThat(cluster.changes).containsExactly("PATCH " + JOB);
    assertThat(cluster.get(JOB).toString())
        .contains("nslookup kubernetes.default.svc.cluster.local && nslookup registry.k8s.io");
    assertThat(type(() -> smoke.proveDns(REF))).isEqualTo("NOT_READY");

    cluster.put(JOB, "{\"status\":{\"succeeded\":1}}");
    assertThat(type(() -> smoke.proveDns(REF))).isEqualTo("NOT_READY");
    assertThat(type(() -> smoke.proveDns(REF))).isEqualTo("NOT_READY");
    assertThat(smoke.proveDns(REF)).startsWith("a pod resolved kubernetes.default");

    assertThat(cluster.has(JOB)).isFalse();
    assertThat(type(() -> smoke.proveDns(REF)))
        .as("a second time it is proved anew")
        .isEqualTo("NOT_READY");
    assertThat(cluster.has(JOB)).isTrue();
  }

  @Test
  void aPodThatCanNotResolveIsToldAndRemoved() {
    type(() -> smoke.proveDns(REF));
    cluster.put(JOB, "{\"status\":{\"failed\":3}}");

    assertThat(type(() -> smoke.proveDns(REF))).isEqualTo("REJECTED");
    assertThat(cluster.has(JOB)).isFalse();
  }

  @Test
  void aHostThatDoesNotAnswerIsWaitedFor() {
    assertThat(type(() -> smoke.proveIngress(REF, "127.0.0.1:1"))).isEqualTo("NOT_READY");
  }

  private static String type(ThrowingCallable call) {
    return catchThrowableOfType(ApplicationFailure.class, call).getType();
  }
}
