package org.hubkeeper.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.Attempt;
import org.hubkeeper.activities.ClusterAccess;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.OutlivedException;
import org.hubkeeper.workflows.activity.Claims.Claimed;
import org.hubkeeper.workflows.model.ClusterRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesClaimsTest {

  private static final Network NETWORK = Network.of(Map.of(), Optional.empty());

  private final FailureTranslators translators =
      new FailureTranslators(List.of(new KubeFailures()));
  private FakeApiServer server;
  private ClusterClients clients;

  @BeforeEach
  void start() throws IOException {
    server = new FakeApiServer();
    clients =
        new ClusterClients(
            cluster -> new ClusterAccess.Derived(server.endpoint(), "", () -> server.token),
            NETWORK);
  }

  @AfterEach
  void stop() {
    clients.close();
    server.close();
  }

  @Test
  void allPagesAreSearchedInBothForms() {
    List<Claimed> found =
        new KubernetesClaims(clients)
            .find(cluster("uid-1"), List.of("vol-1", "vol-2", "vol-3", "vol-4", "vol-9"));

    assertThat(found)
        .containsExactly(
            new Claimed("vol-1", "h", "Bound"),
            new Claimed("vol-2", "h", "Released"),
            new Claimed("vol-3", "", "Available"));
    assertThat(server.asked)
        .containsExactly(
            "/api/v1/namespaces/kube-system",
            "/api/v1/persistentvolumes?limit=500",
            "/api/v1/persistentvolumes?continue=second&limit=500");
  }

  @Test
  void theTokenIsAskedForWithEachRequest() {
    KubernetesClaims claims = new KubernetesClaims(clients);
    claims.find(cluster("uid-1"), List.of("vol-1"));
    server.token = "renewed";

    claims.find(cluster("uid-1"), List.of("vol-1"));

    assertThat(server.tokens).first().isEqualTo("Bearer first");
    assertThat(server.tokens).last().isEqualTo("Bearer renewed");
  }

  @Test
  void theApiServerOfAnotherClusterIsRefusedNamingBoth() {
    assertThatThrownBy(() -> clients.apply(cluster("uid-2")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("DRIFTED"))
        .hasMessageContaining("uid-1")
        .hasMessageContaining("uid-2");
  }

  @Test
  void aClusterWithoutUidIsRefusedWithTheLineToAdd() {
    assertThatThrownBy(() -> clients.apply(cluster("")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo("DRIFTED"))
        .hasMessageContaining("`uid: uid-1`");
  }

  @ParameterizedTest
  @CsvSource({
    "401, CREDENTIALS",
    "403, FORBIDDEN",
    "404, MISSING",
    "409, BUSY",
    "410, UNAVAILABLE",
    "422, REJECTED",
    "429, THROTTLED",
    "503, UNAVAILABLE"
  })
  void theStatusTellsTheKind(int status, String kind) {
    clients.apply(cluster("uid-1"));
    server.refusal = status;

    Throwable refused =
        catchThrowable(
            () -> new KubernetesClaims(clients).find(cluster("uid-1"), List.of("vol-1")));

    assertThat(((ApplicationFailure) translators.translate(refused).orElseThrow()).getType())
        .isEqualTo(kind);
  }

  @Test
  void aServerThatDoesNotAnswerIsUnavailable() {
    server.close();

    Throwable refused = catchThrowable(() -> clients.apply(cluster("uid-1")));

    ApplicationFailure told = (ApplicationFailure) translators.translate(refused).orElseThrow();
    assertThat(told.getType()).isEqualTo("UNAVAILABLE");
    assertThat(told.getOriginalMessage()).startsWith("no answer").contains("ConnectException");
  }

  @Test
  void anOutlivedAttemptReadsButChangesNothing() {
    KubernetesClient client = clients.apply(cluster("uid-1"));
    try (Attempt attempt = Attempt.begin(() -> false)) {
      assertThat(Attempt.current()).contains(attempt);
      client.persistentVolumes().list();
      int asked = server.asked.size();

      Throwable refused =
          catchThrowable(
              () ->
                  client
                      .resource(
                          new NamespaceBuilder()
                              .withNewMetadata()
                              .withName("x")
                              .endMetadata()
                              .build())
                      .create());

      assertThat(translators.translate(refused).orElseThrow())
          .isInstanceOf(OutlivedException.class);
      assertThat(server.asked).hasSize(asked);
    }
  }

  @Test
  void aKubeconfigIsTakenByTheNamedContextOnly() {
    String yaml =
        """
        apiVersion: v1
        kind: Config
        current-context: other
        clusters:
          - {name: a, cluster: {server: "%s"}}
          - {name: b, cluster: {server: "http://127.0.0.1:1"}}
        users:
          - {name: u, user: {token: from-file}}
        contexts:
          - {name: mine, context: {cluster: a, user: u}}
          - {name: other, context: {cluster: b, user: u}}
        """
            .formatted(server.endpoint());
    try (ClusterClients files =
        new ClusterClients(cluster -> new ClusterAccess.Kubeconfig(yaml, "mine"), NETWORK)) {
      files.apply(cluster("uid-1"));
    }
    assertThat(server.tokens).containsExactly("Bearer from-file");

    try (ClusterClients files =
        new ClusterClients(cluster -> new ClusterAccess.Kubeconfig(yaml, "typo"), NETWORK)) {
      assertThatThrownBy(() -> files.apply(cluster("uid-1")))
          .hasMessageContaining("typo")
          .hasMessageContaining("[mine, other]");
    }
  }

  private static ClusterRef cluster(String uid) {
    return new ClusterRef("a", "test", "aws", "123456789012", "us-west-2", "aws", uid);
  }
}
