package org.hubkeeper.activities.kubernetes.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.workflows.activity.Disruptions;
import org.hubkeeper.workflows.activity.Disruptions.BackupFact;
import org.hubkeeper.workflows.activity.Disruptions.BudgetFact;
import org.hubkeeper.workflows.activity.Disruptions.OwnerFact;
import org.hubkeeper.workflows.activity.Disruptions.SingleFact;
import org.hubkeeper.workflows.activity.Disruptions.SlowFact;
import org.hubkeeper.workflows.activity.Disruptions.WebhookFact;
import org.hubkeeper.workflows.model.ClusterRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesDisruptionsTest {

  private static final ClusterRef REF = FakeCluster.REF;

  private FakeCluster cluster;
  private Disruptions disruptions;

  @BeforeEach
  void start() {
    cluster = new FakeCluster();
    disruptions =
        new KubernetesDisruptions(cluster.clients(), () -> Instant.parse("2026-11-01T12:00:00Z"));
    cluster.put(
        "/api/v1/nodes/n1",
        "{\"metadata\":{\"labels\":{\"eks.amazonaws.com/nodegroup\":\"core\"}}}");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void aWebhookWithoutAReadyPodIsToldAndOneThatAnswersIsNot() {
    webhook("guard", "Fail");
    assertThat(disruptions.webhooks(REF).get(0).problem()).isEqualTo("there is no such service");

    cluster.put("/api/v1/namespaces/policy/services/guard", "{}");
    assertThat(disruptions.webhooks(REF))
        .containsExactly(
            new WebhookFact(
                "validating guard/v.guard",
                "policy/guard",
                true,
                "pods, nodes",
                "no pod behind the service is ready"));

    endpoints("null");
    assertThat(disruptions.webhooks(REF)).hasSize(1);
    slice("false");
    assertThat(disruptions.webhooks(REF)).hasSize(1);
    slice("true");
    assertThat(disruptions.webhooks(REF)).isEmpty();
  }

  @Test
  void aWebhookThatMayFailIsNoRefusal() {
    webhook("guard", "Ignore");

    assertThat(disruptions.webhooks(REF).get(0).fails()).isFalse();
  }

  @Test
  void aBudgetThatAllowsNothingIsToldWithItsOwnerAndPool() {
    cluster.put(
        "/apis/policy/v1/namespaces/hub1/poddisruptionbudgets/proxy",
        """
        {"spec":{"maxUnavailable":0,"selector":{"matchExpressions":[
           {"key":"app","operator":"In","values":["proxy"]}]}},
         "status":{"disruptionsAllowed":0,"expectedPods":1,"currentHealthy":1}}""");
    cluster.put(
        "/apis/policy/v1/namespaces/hub1/poddisruptionbudgets/idle",
        """
        {"spec":{"minAvailable":1,"selector":{}},
         "status":{"disruptionsAllowed":0,"expectedPods":0}}""");
    pod("hub1", "proxy-5b7-x", "proxy", 30);

    assertThat(disruptions.budgets(REF))
        .containsExactly(
            new BudgetFact(
                "hub1", "proxy", "Deployment/proxy", "maxUnavailable 0", 1, 1, List.of("core")));
  }

  @Test
  void workloadsOfOneReplicaAndSlowOnesAreTold() {
    cluster.put("/apis/apps/v1/namespaces/hub1/deployments/proxy", "{\"spec\":{\"replicas\":1}}");
    cluster.put("/apis/apps/v1/namespaces/hub1/deployments/two", "{\"spec\":{\"replicas\":2}}");
    pod("hub1", "proxy-5b7-x", "proxy", 3_600);

    assertThat(disruptions.singles(REF))
        .containsExactly(new SingleFact("hub1/Deployment/proxy", "core"));
    assertThat(disruptions.slow(REF))
        .containsExactly(new SlowFact("hub1/Deployment/proxy", "core", 3_600));
  }

  @Test
  void theNewestCompletedBackupOfTheWholeClusterCounts() {
    assertThat(disruptions.backup(REF).completed()).isEqualTo(Instant.EPOCH);

    backup("nightly-1", "Completed", "2026-10-31T02:00:00Z", "");
    backup("nightly-2", "PartiallyFailed", "2026-11-01T02:00:00Z", "");
    backup("one-namespace", "Completed", "2026-11-01T03:00:00Z", "\"includedNamespaces\":[\"a\"]");

    assertThat(disruptions.backup(REF))
        .isEqualTo(new BackupFact("velero", "nightly-1", Instant.parse("2026-10-31T02:00:00Z")));
  }

  @Test
  void aToolThatWatchesTheClusterIsToldOnce() {
    for (String name : List.of("a", "b")) {
      cluster.put(
          "/apis/apps/v1/namespaces/tools/deployments/" + name,
          """
          {"kind":"Deployment","metadata":{"annotations":{"argocd.argoproj.io/tracking-id":"x"}},
           "spec":{}}""");
    }

    assertThat(disruptions.owners(REF))
        .containsExactly(
            new OwnerFact("argocd", "tools/Deployment/a", "argocd.argoproj.io/tracking-id"));
  }

  private void webhook(String name, String policy) {
    cluster.put(
        "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/" + name,
        """
        {"webhooks":[{"name":"v.guard","failurePolicy":"%s","rules":[{"resources":["pods","nodes"]}],
          "clientConfig":{"service":{"namespace":"policy","name":"guard"}}}]}"""
            .formatted(policy));
  }

  private void slice(String ready) {
    endpoints("[{\"conditions\":{\"ready\":%s}}]".formatted(ready));
  }

  private void endpoints(String list) {
    cluster.put(
        "/apis/discovery.k8s.io/v1/namespaces/policy/endpointslices/guard-1",
        """
        {"metadata":{"labels":{"kubernetes.io/service-name":"guard"}},
         "endpoints":%s}"""
            .formatted(list));
  }

  private void pod(String namespace, String name, String app, int grace) {
    cluster.put(
        "/api/v1/namespaces/%s/pods/%s".formatted(namespace, name),
        """
        {"metadata":{"uid":"u","labels":{"app":"%1$s","pod-template-hash":"5b7"},
          "ownerReferences":[{"kind":"ReplicaSet","name":"%1$s-5b7","controller":true}]},
         "spec":{"nodeName":"n1","terminationGracePeriodSeconds":%2$d}}"""
            .formatted(app, grace));
  }

  private void backup(String name, String phase, String completed, String spec) {
    cluster.put(
        "/apis/velero.io/v1/namespaces/velero/backups/" + name,
        """
        {"apiVersion":"velero.io/v1","kind":"Backup","spec":{%s},
         "status":{"phase":"%s","completionTimestamp":"%s"}}"""
            .formatted(spec, phase, completed));
  }
}
