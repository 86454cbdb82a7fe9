package org.hubkeeper.activities.kubernetes.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.workflows.activity.NodePools.Mark;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Nodes.Closing;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.activity.Nodes.ZonalVolumes;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesNodesTest {

  private static final ClusterRef REF = FakeCluster.REF;
  private static final String NODE = "/api/v1/nodes/n1";
  private static final String HELD =
      """
      {"kind":"Status","code":429,"reason":"TooManyRequests","message":"Cannot evict pod",
       "details":{"causes":[{"reason":"DisruptionBudget","message":"needs 1"}]}}
      """;

  private FakeCluster cluster;
  private Nodes nodes;

  @BeforeEach
  void start() {
    cluster = new FakeCluster();
    nodes = new KubernetesNodes(cluster.clients(), () -> "upgrade/a/1");
    node("n1", "core", "v1.33.5-eks-1", "True");
    node("n2", "core-1-34", "v1.34.1-eks-1", "True");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void nodesAreCountedByTheirPool() {
    node("n3", "core", "v1.34.0", "False");
    pod("hub1", "jupyter-jane", "n1", user());

    PoolNodes core = nodes.inspect(REF).get(0);

    assertThat(core.pool()).isEqualTo("core");
    assertThat(core.kubelets()).isEqualTo(Map.of("1.33", 1, "1.34", 1));
    assertThat(core.notReady()).isEqualTo(1);
    assertThat(core.users()).isEqualTo(1);
    assertThat(core.closed()).isZero();
  }

  @Test
  void aCordonSaysWhoseItIsAndIsGivenBack() {
    assertThat(nodes.ensureClosed(REF, "core", Closing.CORDON)).isEqualTo(1);
    assertThat(nodes.ensureClosed(REF, "core", Closing.CORDON)).isEqualTo(1);

    assertThat(cluster.get(NODE).at("/spec/unschedulable").asBoolean()).isTrue();
    assertThat(nodes.inspect(REF).get(0).marks())
        .containsExactly(new Mark("upgrade/a/1", "schedulable"));
    assertThat(cluster.changes).hasSize(1);

    nodes.ensureOpen(REF, "core");
    nodes.ensureOpen(REF, "core");

    assertThat(cluster.get(NODE).at("/spec").has("unschedulable")).isFalse();
    assertThat(nodes.inspect(REF).get(0).marks()).isEmpty();
    assertThat(cluster.changes).hasSize(2);
  }

  @Test
  void aNodeThatAPersonHasCordonedIsNotOpened() {
    cluster.put(
        NODE,
        """
        {"metadata":{"labels":{"eks.amazonaws.com/nodegroup":"core"}},
         "spec":{"unschedulable":true}}""");

    nodes.ensureClosed(REF, "core", Closing.CORDON);
    nodes.ensureOpen(REF, "core");

    assertThat(cluster.changes).isEmpty();
  }

  @Test
  void aTaintLeavesThoseOfOthersAlone() {
    cluster.put(
        NODE,
        """
        {"metadata":{"labels":{"eks.amazonaws.com/nodegroup":"core"},"resourceVersion":"7"},
         "spec":{"taints":[{"key":"hub.jupyter.org/dedicated","value":"user",
                            "effect":"NoSchedule"}]}}""");

    nodes.ensureClosed(REF, "core", Closing.TAINT);

    assertThat(cluster.get(NODE).at("/spec/taints")).hasSize(2);
    assertThat(cluster.get(NODE).at("/spec/taints/1/key").asText())
        .isEqualTo("hubkeeper.org/phase-out");
    assertThat(cluster.get(NODE).at("/metadata/resourceVersion").asText()).isEqualTo("7");

    nodes.ensureOpen(REF, "core");

    assertThat(cluster.get(NODE).at("/spec/taints")).hasSize(1);
  }

  @Test
  void aDrainNamesThePodTheBudgetAndTheOwnerThatHoldIt() {
    pod("hub1", "proxy-5b7-x", "n1", owned("ReplicaSet", "proxy-5b7", "proxy"));
    budget("hub1", "proxy", "proxy");
    cluster.refuses(eviction("hub1", "proxy-5b7-x"), 429, HELD);

    Blocker blocker = blocker(() -> nodes.ensureDrained(REF, "core"));

    assertThat(blocker.object()).isEqualTo("pod hub1/proxy-5b7-x on n1");
    assertThat(blocker.holder())
        .isEqualTo("PodDisruptionBudget hub1/proxy of Deployment/proxy (minAvailable 1)");
    assertThat(blocker.remedy()).contains("kubectl edit pdb -n hub1 proxy");

    cluster.allows(eviction("hub1", "proxy-5b7-x"));
    assertThat(blocker(() -> nodes.ensureDrained(REF, "core")).holder())
        .isEqualTo("termination, 30 s of grace");
    cluster.remove(podPath("hub1", "proxy-5b7-x"));
    assertThat(nodes.ensureDrained(REF, "core")).isEqualTo(1);
  }

  @Test
  void aBusyServerIsNoBudget() {
    pod("hub1", "proxy-5b7-x", "n1", owned("ReplicaSet", "proxy-5b7", "proxy"));
    cluster.refuses(
        eviction("hub1", "proxy-5b7-x"),
        429,
        "{\"kind\":\"Status\",\"code\":429,\"message\":\"x\"}");

    assertThat(
            catchThrowableOfType(
                io.fabric8.kubernetes.client.KubernetesClientException.class,
                () -> nodes.ensureDrained(REF, "core")))
        .satisfies(e -> assertThat(e.getCode()).isEqualTo(429));
  }

  @Test
  void twoBudgetsOfOnePodAreNamed() {
    pod("hub1", "proxy-5b7-x", "n1", owned("ReplicaSet", "proxy-5b7", "proxy"));
    budget("hub1", "first", "proxy");
    budget("hub1", "second", "proxy");
    cluster.refuses(
        eviction("hub1", "proxy-5b7-x"),
        500,
        "{\"kind\":\"Status\",\"code\":500,\"message\":\"x\"}");

    assertThat(blocker(() -> nodes.ensureDrained(REF, "core")).holder())
        .startsWith("PodDisruptionBudgets hub1/first, hub1/second of Deployment/proxy");
  }

  @Test
  void daemonsMirrorsAndFinishedPodsDoNotCount() {
    pod("kube-system", "aws-node-1", "n1", owned("DaemonSet", "aws-node", "aws-node"));
    pod("kube-system", "static", "n1", "\"annotations\":{\"kubernetes.io/config.mirror\":\"x\"}");
    cluster.put(
        podPath("tools", "done"),
        "{\"spec\":{\"nodeName\":\"n1\"},\"status\":{\"phase\":\"Succeeded\"}}");

    assertThat(nodes.ensureDrained(REF, "core")).isZero();
    assertThat(evictions()).isEmpty();
  }

  @Test
  void aUsersServerIsNeverEvictedByADrain() {
    pod("hub1", "jupyter-jane", "n1", user());
    pod("hub1", "proxy-5b7-x", "n1", owned("ReplicaSet", "proxy-5b7", "proxy"));

    blocker(() -> nodes.ensureDrained(REF, "core"));
    cluster.remove(podPath("hub1", "proxy-5b7-x"));
    Blocker blocker = blocker(() -> nodes.ensureDrained(REF, "core"));

    assertThat(blocker.object()).isEqualTo("pool core");
    assertThat(blocker.holder()).isEqualTo("1 server of a user");
    assertThat(blocker.toString()).doesNotContain("jane");
    assertThat(evictions()).containsExactly("POST " + eviction("hub1", "proxy-5b7-x"));
  }

  @Test
  void aPodThatNothingWouldStartAnewIsLeftToAPerson() {
    pod("tools", "debug", "n1", "\"labels\":{}");

    assertThat(blocker(() -> nodes.ensureDrained(REF, "core")).holder())
        .contains("nothing would start it anew");
    assertThat(evictions()).isEmpty();
  }

  @Test
  void theHubMovesWhenAllElseHasAndTheClustersOwnPodsLast() {
    pod("tools", "grafana-1", "n1", owned("ReplicaSet", "grafana", "grafana"));
    pod("hub1", "hub-1", "n1", ofHub("hub"));
    cluster.put(
        podPath("kube-system", "coredns-1"),
        "{\"metadata\":{\"uid\":\"u\",\"ownerReferences\":[{\"kind\":\"ReplicaSet\",\"name\":\"c\","
            + "\"controller\":true}]},\"spec\":{\"nodeName\":\"n1\","
            + "\"priorityClassName\":\"system-cluster-critical\"}}");

    blocker(() -> nodes.ensureDrained(REF, "core"));
    cluster.remove(podPath("tools", "grafana-1"));
    blocker(() -> nodes.ensureDrained(REF, "core"));
    cluster.remove(podPath("hub1", "hub-1"));
    blocker(() -> nodes.ensureDrained(REF, "core"));

    assertThat(evictions())
        .containsExactly(
            "POST " + eviction("tools", "grafana-1"),
            "POST " + eviction("hub1", "hub-1"),
            "POST " + eviction("kube-system", "coredns-1"));
  }

  @Test
  void onlyTheNamedServersOfUsersAreEvicted() {
    pod("hub1", "jupyter-jane", "n1", user());
    pod("hub1", "jupyter-joe", "n1", user());
    String id = nodes.servers(REF, "core").get(0).id();

    Blocker blocker = blocker(() -> nodes.ensureEvicted(REF, "core", List.of(id)));

    assertThat(evictions()).hasSize(1);
    assertThat(blocker.object()).isEqualTo("server " + id + " of a user on n1");
    assertThat(nodes.servers(REF, "core").toString()).doesNotContain("jane").doesNotContain("joe");
  }

  @Test
  void waitingForUsersClosesNodesThatCameMeanwhile() {
    pod("hub1", "jupyter-jane", "n1", user());

    assertThat(blocker(() -> nodes.awaitNoUsers(REF, "core")).holder())
        .isEqualTo("1 server of a user");
    assertThat(cluster.get(NODE).at("/spec/taints/0/effect").asText()).isEqualTo("NoSchedule");

    cluster.remove(podPath("hub1", "jupyter-jane"));
    nodes.awaitNoUsers(REF, "core");
    assertThat(evictions()).isEmpty();
  }

  @Test
  void aPoolIsReadyWithEnoughKubeletsOfTheVersion() {
    KubeVersion wanted = KubeVersion.parse("1.34");

    nodes.awaitReady(REF, "core-1-34", 1, wanted);
    nodes.awaitVersion(REF, "core-1-34", wanted);

    assertThat(blocker(() -> nodes.awaitReady(REF, "core", 1, wanted)).holder())
        .isEqualTo("0 of 1 nodes are Ready with 1.34");
    assertThat(blocker(() -> nodes.awaitVersion(REF, "core", wanted)).object())
        .isEqualTo("pool core");
  }

  @Test
  void volumesBoundToAZoneAreToldByWhatUsesThem() {
    volume("pv-1", "hub1", "hub-db-dir", "us-west-2a");
    volume("pv-2", "hub1", "claim-jane", "us-west-2b");
    podWithClaim("hub1", "hub-1", ofHub("hub"), "hub-db-dir");
    podWithClaim("hub1", "jupyter-jane", user(), "claim-jane");

    assertThat(nodes.zonalVolumes(REF, List.of("core")))
        .containsExactlyInAnyOrder(
            new ZonalVolumes("core", "us-west-2a", "hub1", "hub1/ReplicaSet/hub", true, 1),
            new ZonalVolumes("core", "us-west-2b", "hub1", "users", false, 1));
  }

  private List<String> evictions() {
    return cluster.changes.stream().filter(change -> change.endsWith("/eviction")).toList();
  }

  private static Blocker blocker(ThrowingCallable call) {
    ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, call);
    assertThat(failure.getType()).isEqualTo("NOT_READY");
    return Failures.blocker(failure).orElseThrow();
  }

  private void node(String name, String pool, String kubelet, String ready) {
    cluster.put(
        "/api/v1/nodes/" + name,
        """
        {"metadata":{"labels":{"eks.amazonaws.com/nodegroup":"%s"}},"spec":{},
         "status":{"nodeInfo":{"kubeletVersion":"%s"},
                   "conditions":[{"type":"Ready","status":"%s","reason":"x"}]}}"""
            .formatted(pool, kubelet, ready));
  }

  private void pod(String namespace, String name, String node, String metadata) {
    cluster.put(
        podPath(namespace, name),
        "{\"metadata\":{\"uid\":\"%s\",%s},\"spec\":{\"nodeName\":\"%s\"}}"
            .formatted(uid(name), metadata, node));
  }

  private void podWithClaim(String namespace, String name, String metadata, String claim) {
    cluster.put(
        podPath(namespace, name),
        """
        {"metadata":{"uid":"%s",%s},"spec":{"nodeName":"n1","volumes":[
          {"name":"v","persistentVolumeClaim":{"claimName":"%s"}}]}}"""
            .formatted(uid(name), metadata, claim));
  }

  private static String uid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private void volume(String name, String namespace, String claim, String zone) {
    cluster.put(
        "/api/v1/persistentvolumes/" + name,
        """
        {"spec":{"claimRef":{"namespace":"%s","name":"%s"},"nodeAffinity":{"required":{
          "nodeSelectorTerms":[{"matchExpressions":[{"key":"topology.ebs.csi.aws.com/zone",
            "operator":"In","values":["%s"]}]}]}}}}"""
            .formatted(namespace, claim, zone));
  }

  private void budget(String namespace, String name, String app) {
    cluster.put(
        "/apis/policy/v1/namespaces/%s/poddisruptionbudgets/%s".formatted(namespace, name),
        "{\"spec\":{\"minAvailable\":1,\"selector\":{\"matchLabels\":{\"app\":\"%s\"}}}}"
            .formatted(app));
  }

  private static String owned(String kind, String owner, String app) {
    return """
        "labels":{"app":"%s","pod-template-hash":"5b7"},
        "ownerReferences":[{"kind":"%s","name":"%s","controller":true}]"""
        .formatted(app, kind, owner);
  }

  private static String ofHub(String component) {
    return """
        "labels":{"app":"jupyterhub","component":"%s"},
        "ownerReferences":[{"kind":"ReplicaSet","name":"hub","controller":true}]"""
        .formatted(component);
  }

  private static String user() {
    return "\"labels\":{\"app\":\"jupyterhub\",\"component\":\"singleuser-server\"}";
  }

  private static String podPath(String namespace, String name) {
    return "/api/v1/namespaces/%s/pods/%s".formatted(namespace, name);
  }

  private static String eviction(String namespace, String name) {
    return podPath(namespace, name) + "/eviction";
  }
}
