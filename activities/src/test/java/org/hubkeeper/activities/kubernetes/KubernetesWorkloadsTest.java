package org.hubkeeper.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.failure.ApplicationFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.fleet.SecretResolver;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.model.Component.SecretWish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesWorkloadsTest {

  private static final String RIGHTS =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: hubkeeper-bootstrap}
      rules:
        - {apiGroups: [apps], resources: [deployments], verbs: [get, list]}
        - {apiGroups: [""], resources: [pods], verbs: [create]}
      """;

  private static final String REVIEW = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";

  private static final String SALT = "/api/v1/namespaces/tools/secrets/security-salt";
  private static final String SERVICE =
      "/api/v1/namespaces/cluster-tools/services/master-ingress-nginx-ingress";

  @TempDir Path folder;

  private FakeCluster cluster;
  private Workloads workloads;

  @BeforeEach
  void start() {
    cluster = new FakeCluster();
    workloads =
        new KubernetesWorkloads(
            cluster.clients(),
            ref -> new SecretResolver(folder),
            new KubernetesWorkloads.Shipped(RIGHTS, "busybox"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void theUidIsAskedOfAServerThatHasNotProvedAnything() {
    assertThat(workloads.uid(FakeCluster.REF.withUid(""))).isEqualTo("uid-1");
  }

  @Test
  void whatTheWorkerMayNotDoIsNamed() {
    cluster.answers(
        REVIEW,
        """
        {"status":{"resourceRules":[
          {"verbs":["get"],"apiGroups":["apps"],"resources":["deployments"]},
          {"verbs":["*"],"apiGroups":[""],"resources":["pods"],"resourceNames":["one"]}]}}
        """);

    assertThatThrownBy(() -> workloads.checkOwnRights(FakeCluster.REF))
        .satisfies(e -> assertThat(type(e)).isEqualTo("FORBIDDEN"))
        .hasMessageContaining("the worker may not list deployments.apps; nor create pods;");
  }

  @Test
  void rightsThatAreThereAreNotWrittenAgain() {
    cluster.answers(
        REVIEW,
        """
        {"status":{"resourceRules":[
          {"verbs":["*"],"apiGroups":["*"],"resources":["*"]}]}}
        """);

    workloads.ensureOwnRights(FakeCluster.REF);
    int changes = cluster.changes.size();
    workloads.ensureOwnRights(FakeCluster.REF);
    workloads.checkOwnRights(FakeCluster.REF);

    assertThat(changes).isEqualTo(1);
    assertThat(cluster.changes.subList(changes, cluster.changes.size()))
        .containsExactly("POST " + REVIEW);
  }

  @Test
  @Tag("fact-66")
  void aGeneratedEntryHasNoWhitespaceAndIsMadeOnce() {
    SecretWish salt = new SecretWish("security-salt", "Opaque", Map.of("salt", "generate:32"));
    assertThat(workloads.missingSecrets(FakeCluster.REF, "tools", List.of(salt)))
        .containsExactly("security-salt");

    workloads.ensureSecret(FakeCluster.REF, "tools", salt);
    String made = entry(SALT, "salt");
    workloads.ensureSecret(FakeCluster.REF, "tools", salt);

    assertThat(made).matches("[A-Za-z0-9]{32}");
    assertThat(entry(SALT, "salt")).isEqualTo(made);
    assertThat(cluster.changes).hasSize(1);
    assertThat(workloads.missingSecrets(FakeCluster.REF, "tools", List.of(salt))).isEmpty();
  }

  @Test
  void anEntryIsAddedAndTheGeneratedOneBesideItStays() throws Exception {
    Files.writeString(folder.resolve("user"), "admin");
    workloads.ensureSecret(
        FakeCluster.REF,
        "tools",
        new SecretWish("security-salt", "Opaque", Map.of("salt", "generate:32")));
    String made = entry(SALT, "salt");

    workloads.ensureSecret(
        FakeCluster.REF,
        "tools",
        new SecretWish(
            "security-salt", "Opaque", Map.of("salt", "generate:32", "user", "file:user")));

    assertThat(entry(SALT, "salt")).isEqualTo(made);
    assertThat(entry(SALT, "user")).isEqualTo("admin");
  }

  @Test
  void anothersSecretIsNotChanged() {
    cluster.put(SALT, "{\"kind\":\"Secret\",\"data\":{}}");

    assertThatThrownBy(
            () ->
                workloads.ensureSecret(
                    FakeCluster.REF,
                    "tools",
                    new SecretWish("security-salt", "Opaque", Map.of("salt", "generate:32"))))
        .satisfies(e -> assertThat(type(e)).isEqualTo("DRIFTED"))
        .hasMessageContaining("lacks [salt]");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  @Tag("fact-37")
  void theIngressIsWaitedForUntilItsServiceHasAnAddressThatStays() {
    cluster.put(SERVICE, "{\"metadata\":{\"managedFields\":[]},\"status\":{}}");
    assertThatThrownBy(this::address)
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"))
        .hasMessageContaining("no load balancer yet");

    cluster.put(SERVICE, addressed(java.time.Instant.now().toString()));
    assertThatThrownBy(this::address)
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"))
        .hasMessageContaining("lb.example.org is new");

    cluster.put(SERVICE, addressed(java.time.Instant.now().minusSeconds(31).toString()));
    assertThat(address()).isEqualTo("lb.example.org");
  }

  @Test
  void onlyGp3IsTheDefaultClass() {
    String classes = "/apis/storage.k8s.io/v1/storageclasses/";
    String other =
        """
        {"metadata":{"annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},
         "provisioner":"kubernetes.io/aws-ebs"}
        """;
    cluster.put(classes + "gp2", other);
    assertThat(workloads.storageClassIsDefault(FakeCluster.REF)).isFalse();

    workloads.ensureStorageClass(FakeCluster.REF);

    assertThat(workloads.storageClassIsDefault(FakeCluster.REF)).isTrue();
    assertThat(cluster.changes)
        .containsExactly("PATCH " + classes + "gp2", "PATCH " + classes + "gp3");
    workloads.ensureStorageClass(FakeCluster.REF);
    assertThat(cluster.changes).hasSize(2);
  }

  @Test
  void storageIsProvedOnceAClaimWasWrittenAndAllIsGone() {
    String job = "/apis/batch/v1/namespaces/hubkeeper/jobs/prove-storage";
    String claim = "/api/v1/namespaces/hubkeeper/persistentvolumeclaims/prove-storage";
    waits();
    assertThat(cluster.has(job)).isTrue();
    assertThat(cluster.get(claim).at("/spec/resources/requests/storage").asText()).isEqualTo("1Gi");

    cluster.put(claim, "{\"spec\":{\"volumeName\":\"pvc-1\"}}");
    cluster.put(job, "{\"status\":{\"succeeded\":1}}");
    waits();
    waits();

    assertThat(workloads.proveStorage(FakeCluster.REF))
        .isEqualTo("a claim of 1Gi of the class gp3 was bound to pvc-1, written and read by a pod");
    assertThat(cluster.has(job)).isFalse();
    assertThat(cluster.has(claim)).isFalse();
    assertThat(cluster.get("/api/v1/namespaces/hubkeeper").at("/metadata/annotations")).isEmpty();
  }

  private void waits() {
    assertThatThrownBy(() -> workloads.proveStorage(FakeCluster.REF))
        .satisfies(e -> assertThat(type(e)).isEqualTo("NOT_READY"));
  }

  private String address() {
    return workloads.awaitLoadBalancer(
        FakeCluster.REF, "cluster-tools", "master-ingress-nginx-ingress");
  }

  private static String addressed(String since) {
    return """
        {"metadata":{"managedFields":[{"subresource":"status","time":"%s"}]},
         "status":{"loadBalancer":{"ingress":[{"hostname":"lb.example.org"}]}}}
        """
        .formatted(since);
  }

  private String entry(String path, String key) {
    String base64 = cluster.get(path).path("data").path(key).asText();
    return new String(java.util.Base64.getDecoder().decode(base64));
  }

  private static String type(Throwable e) {
    return ((ApplicationFailure) e).getType();
  }
}
