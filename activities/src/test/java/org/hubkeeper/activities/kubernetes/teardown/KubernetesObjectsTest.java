package org.hubkeeper.activities.kubernetes.teardown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.Asset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KubernetesObjectsTest {

  private static final String SERVICE = "/api/v1/namespaces/ds100/services/proxy-public";
  private static final String VOLUME = "/api/v1/persistentvolumes/pvc-1";

  private final FakeCluster cluster = new FakeCluster();
  private final KubernetesObjects objects = new KubernetesObjects(cluster.clients(), "");

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void claimsAreToldOfByTheirNumberAndSystemNamespacesNotAtAll() {
    cluster.put("/api/v1/namespaces/ds100", "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\"}");
    for (String user : List.of("jane", "joe")) {
      cluster.put(
          "/api/v1/namespaces/ds100/persistentvolumeclaims/claim-" + user,
          "{\"kind\":\"PersistentVolumeClaim\",\"apiVersion\":\"v1\",\"spec\":{}}");
    }

    List<Asset> assets = objects.list(FakeCluster.REF, "", "").assets();

    assertThat(assets).extracting(Asset::kind).containsExactly("namespace", "claims");
    assertThat(assets.get(1).id()).isEqualTo("claims/ds100/all");
    assertThat(assets.get(1).state().word()).isEqualTo("2 claims");
    assertThat(assets.get(1).uses()).containsExactly("namespace//ds100");
    assertThat(assets.toString()).doesNotContain("jane").doesNotContain("kube-system");
  }

  @Test
  void aServiceOutlivesTheControllerThatClearsUpBehindIt() {
    service("");
    cluster.put(
        "/apis/apps/v1/namespaces/tools/deployments/aws-load-balancer-controller",
        """
        {"kind":"Deployment","apiVersion":"apps/v1",
         "spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");

    Asset service =
        objects.list(FakeCluster.REF, "", "").assets().stream()
            .filter(one -> one.kind().equals("load-balancer-service"))
            .findFirst()
            .orElseThrow();

    assertThat(service.id()).isEqualTo("load-balancer-service/ds100/proxy-public");
    assertThat(service.uses()).containsExactly("namespace//ds100", "namespace//tools");
  }

  @Test
  void aServiceThatWaitsForItsControllerNamesIt() {
    service(
        ",\"deletionTimestamp\":\"2026-11-29T08:00:00Z\","
            + "\"finalizers\":[\"service.k8s.aws/resources\"]");

    ApplicationFailure failure = refusal("load-balancer-service/ds100/proxy-public");

    Blocker blocker = Failures.blocker(failure).orElseThrow();
    assertThat(blocker.holder()).isEqualTo("the AWS load balancer controller, which is gone");
    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void whatIsGoneIsSaidAtOnceSoThatOthersCanGoOn() {
    service("");

    var ended =
        objects.ensureAbsent(
            FakeCluster.REF,
            "load-balancer-service",
            List.of(
                "load-balancer-service/ds100/gone", "load-balancer-service/ds100/proxy-public"));

    assertThat(ended)
        .extracting(one -> one.id())
        .containsExactly("load-balancer-service/ds100/gone");
    assertThat(cluster.changes).containsExactly("DELETE " + SERVICE);
  }

  @Test
  @Tag("fact-73")
  void aVolumeIsLetGoOfOnlyOnceItStays() {
    volume("Delete", "Released");

    assertThat(release().getType()).isEqualTo("DRIFTED");
    objects.ensureRetained(FakeCluster.REF, List.of("vol-1"));
    assertThat(release().getType()).isEqualTo("NOT_READY");

    assertThat(cluster.get(VOLUME)).isNull();
    objects.ensureReleased(FakeCluster.REF, List.of("vol-1"));
  }

  @Test
  void aVolumeThatIsStillClaimedWaits() {
    volume("Retain", "Bound");

    assertThat(release().getType()).isEqualTo("NOT_READY");

    assertThat(cluster.has(VOLUME)).isTrue();
  }

  private ApplicationFailure release() {
    return catchThrowableOfType(
        ApplicationFailure.class, () -> objects.ensureReleased(FakeCluster.REF, List.of("vol-1")));
  }

  private ApplicationFailure refusal(String id) {
    return catchThrowableOfType(
        ApplicationFailure.class,
        () -> objects.ensureAbsent(FakeCluster.REF, "load-balancer-service", List.of(id)));
  }

  private void service(String meta) {
    cluster.put(
        SERVICE,
        """
        {"kind":"Service","apiVersion":"v1","metadata":{"uid":"1"%s},
         "spec":{"type":"LoadBalancer"}}"""
            .formatted(meta));
  }

  private void volume(String policy, String phase) {
    cluster.put(
        VOLUME,
        """
        {"kind":"PersistentVolume","apiVersion":"v1","metadata":{"uid":"1"},
         "spec":{"persistentVolumeReclaimPolicy":"%s",
                 "csi":{"driver":"ebs.csi.aws.com","volumeHandle":"vol-1"}},
         "status":{"phase":"%s"}}"""
            .formatted(policy, phase));
  }
}
