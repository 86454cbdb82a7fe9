package org.hubkeeper.activities.kubernetes.teardown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.activities.FakeCluster;
import org.hubkeeper.workflows.activity.Namespaces.Cause;
import org.hubkeeper.workflows.activity.Namespaces.Obstacle;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Failures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KubernetesNamespacesTest {

  private static final String SINCE = "2026-11-29T08:00:00Z";
  private static final String STUCK =
      "/apis/kubernetes.dask.org/v1/namespaces/stat200/daskclusters/c";
  private static final String FINALIZER = "kubernetes.dask.org/cluster-cleanup";

  private final FakeCluster cluster = new FakeCluster();
  private final KubernetesNamespaces namespaces = new KubernetesNamespaces(cluster.clients());

  @BeforeEach
  void apis() {
    cluster.put(
        "/apis",
        """
        {"kind":"APIGroupList","groups":[{"name":"kubernetes.dask.org",
          "preferredVersion":{"groupVersion":"kubernetes.dask.org/v1","version":"v1"}}]}""");
    cluster.put(
        "/api/v1",
        """
        {"kind":"APIResourceList","groupVersion":"v1","resources":[
          {"name":"pods","kind":"Pod","namespaced":true,"verbs":["list","delete"]},
          {"name":"secrets","kind":"Secret","namespaced":true,"verbs":["list","delete"]},
          {"name":"bindings","kind":"Binding","namespaced":true,"verbs":["create"]}]}""");
    cluster.put(
        "/apis/kubernetes.dask.org/v1",
        """
        {"kind":"APIResourceList","groupVersion":"kubernetes.dask.org/v1","resources":[
          {"name":"daskclusters","kind":"DaskCluster","namespaced":true,
           "verbs":["list","delete"]}]}""");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void oneThatIsThereIsAskedToGoFirst() {
    cluster.put("/api/v1/namespaces/stat200", "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\"}");

    assertThat(refusal().getType()).isEqualTo("NOT_READY");

    assertThat(cluster.changes).containsExactly("DELETE /api/v1/namespaces/stat200");
    namespaces.ensureAbsent(FakeCluster.REF, "stat200");
  }

  @Test
  @Tag("fact-106")
  void aStuckOneWaitsAndNamesTheObjectsThatBlockIt() {
    terminating("");
    stuck();

    ApplicationFailure failure = refusal();

    Blocker blocker = Failures.blocker(failure).orElseThrow();
    assertThat(blocker.object()).isEqualTo("namespace stat200");
    assertThat(blocker.holder())
        .contains("daskclusters.kubernetes.dask.org/stat200/c")
        .contains(FINALIZER)
        .contains("which is gone");
    assertThat(blocker.since()).isEqualTo(Instant.parse(SINCE));
    assertThat(Failures.remaining(failure)).isPresent();
  }

  @Test
  void whatWouldLeakIsNamedAndNoPersonIs() {
    terminating("");
    stuck();
    cluster.put(
        "/api/v1/namespaces/stat200/pods/jupyter-jane",
        "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"deletionTimestamp\":\"%s\"}}"
            .formatted(SINCE));

    List<Obstacle> obstacles = namespaces.explain(FakeCluster.REF, "stat200");

    assertThat(obstacles)
        .extracting(Obstacle::cause)
        .containsExactly(Cause.CONTENT, Cause.FINALIZER);
    assertThat(obstacles.get(0).object()).isEqualTo("pods/stat200/(1)");
    assertThat(obstacles.get(1).leaks()).contains("kubernetes.dask.org");
    assertThat(obstacles.toString()).doesNotContain("jane");
  }

  @Test
  void aDeadApiIsTheFirstThingToClear() {
    terminating("NamespaceDeletionDiscoveryFailure");
    String api = "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io";
    cluster.put(
        api,
        """
        {"kind":"APIService","apiVersion":"apiregistration.k8s.io/v1","status":{"conditions":[
          {"type":"Available","status":"False","reason":"ServiceNotFound"}]}}""");

    Obstacle dead = namespaces.explain(FakeCluster.REF, "stat200").get(0);
    assertThat(dead.cause()).isEqualTo(Cause.DEAD_API);
    assertThat(dead.holder()).contains("v1beta1.metrics.k8s.io").contains("ServiceNotFound");

    catchThrowableOfType(
        ApplicationFailure.class, () -> namespaces.ensureCleared(FakeCluster.REF, dead));
    assertThat(cluster.has(api)).isFalse();
  }

  @Test
  void aFinalizerGoesOnlyFromWhatIsToGo() {
    terminating("");
    stuck();
    Obstacle held = namespaces.explain(FakeCluster.REF, "stat200").get(0);

    catchThrowableOfType(
        ApplicationFailure.class, () -> namespaces.ensureCleared(FakeCluster.REF, held));

    assertThat(cluster.get(STUCK).at("/metadata/finalizers")).isEmpty();
    namespaces.ensureCleared(FakeCluster.REF, held);
    assertThat(cluster.changes).containsExactly("PATCH " + STUCK);
  }

  private ApplicationFailure refusal() {
    return catchThrowableOfType(
        ApplicationFailure.class, () -> namespaces.ensureAbsent(FakeCluster.REF, "stat200"));
  }

  private void terminating(String condition) {
    cluster.put(
        "/api/v1/namespaces/stat200",
        """
        {"kind":"Namespace","apiVersion":"v1","metadata":{"deletionTimestamp":"%s"},
         "spec":{"finalizers":["kubernetes"]},
         "status":{"phase":"Terminating","conditions":[{"type":"%s","status":"True"}]}}"""
            .formatted(SINCE, condition));
  }

  private void stuck() {
    cluster.put(
        STUCK,
        """
        {"kind":"DaskCluster","apiVersion":"kubernetes.dask.org/v1",
         "metadata":{"deletionTimestamp":"%s","resourceVersion":"7","finalizers":["%s"]}}"""
            .formatted(SINCE, FINALIZER));
  }
}
