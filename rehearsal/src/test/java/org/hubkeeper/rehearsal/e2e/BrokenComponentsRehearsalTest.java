package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.MadeCluster;
import org.hubkeeper.rehearsal.Poll;
import org.hubkeeper.rehearsal.calls.WorkerCalls;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.worker.Registration;
import org.hubkeeper.workflows.activity.Blueprints;
import org.hubkeeper.workflows.activity.Proofs;
import org.hubkeeper.workflows.cluster.Texts;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.Component;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What is broken in a cluster is seen by the proof of its component, in words that say what; and
 * once it is mended the proof holds again, so it was that and nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1500)
class BrokenComponentsRehearsalTest {

  private static final String TOOLS = "cluster-tools";
  private static final Duration LIMIT = Duration.ofSeconds(150);

  /** In one run, for what a proof makes is named by the run. */
  private static final int PATIENCE = 60;

  private final BootstrapWorld world = MadeCluster.shared().world();
  private WorkerCalls calls;
  private AdminOfCluster admin;
  private KubernetesClient cluster;
  private SpoiledCluster spoiled;
  private Blueprint blueprint;

  @BeforeAll
  void bootstrap() {
    // What it says of a cluster that nobody has touched must have been asked before.
    MadeCluster.shared().again();
    calls = new WorkerCalls(world.temporal());
    admin = world.admin();
    cluster = admin.client();
    spoiled = new SpoiledCluster(world, cluster);
    blueprint = calls.on(Registration.QUEUE, Blueprints.class, 3).read(BootstrapWorld.CLUSTER);
  }

  @AfterAll
  void end() {
    calls.close();
    admin.close();
  }

  @Test
  void anIngressThatShowsAnotherCertificateIsSeen() {
    String deployment = "master-ingress-nginx-ingress";
    Secret secret = spoiled.certificate("another-tls", "another.example.edu");
    cluster.resource(secret).create();
    breaking(
        "01-ingress",
        "https",
        () -> spoiled.mount(deployment, "certificate", "another-tls"),
        () -> spoiled.mount(deployment, "certificate", "master-tls"),
        FailureKind.NOT_READY,
        "it shows a certificate of CN=another.example.edu",
        "it should show that of the Secret cluster-tools/master-tls");
    cluster.resource(secret).delete();
  }

  @Test
  void aMirrorThatIsDeadIsSeen() {
    breaking(
        "03-registry",
        "pull",
        () -> spoiled.scale("registry-docker-registry", 0),
        () -> spoiled.scale("registry-docker-registry", 1),
        FailureKind.NOT_READY,
        "service cluster-tools/registry-docker-registry",
        "no pod behind it is ready");
  }

  @Test
  @Tag("full")
  void anAutoscalerThatDoesNotSeeAPoolIsSeen() {
    String blind = "user-t3a-large";
    int seats = spoiled.placeholders();
    // The other pool shows that there was time enough to grow.
    String grown = "proofs.hubkeeper.org/scaling.user-t3a-2xlarge";
    ScalingGroup group = new ScalingGroup(world, blind);
    // A pool with placeholders on it is in use, and is not asked to grow.
    spoiled.placeholders(0);
    holdsAgain("02-autoscaler", "scaling");
    group.hide();
    try {
      String told =
          Poll.until(
              "the other pool grows",
              LIMIT,
              () -> {
                Optional<String> failure = failure("02-autoscaler", "scaling", 1);
                assertThat(failure).as("the proof of a blind autoscaler").isPresent();
                return spoiled.noted(grown) ? failure : Optional.empty();
              });
      assertThat(told)
          .startsWith(FailureKind.NOT_READY.name())
          .contains("pool " + blind, "it does not grow for a pod", "k8s.io/cluster-autoscaler/");
    } finally {
      group.show();
    }
    holdsAgain("02-autoscaler", "scaling");
    spoiled.placeholders(seats);
    holdsAgain("08-placeholders", "placeholders");
  }

  @Test
  @Tag("full")
  void aPrometheusWithoutTargetsIsSeen() {
    String name = "prometheus-server";
    Map<String, String> files =
        cluster.configMaps().inNamespace(TOOLS).withName(name).get().getData();
    breaking(
        "05-prometheus",
        "targets",
        () -> spoiled.configure(name, Map.of("prometheus.yml", "scrape_configs: []\n")),
        () -> spoiled.configure(name, files),
        FailureKind.NOT_READY,
        "0 of 0 targets are up",
        "there should be at least 1");
  }

  @Test
  @Tag("full")
  void aGrafanaWithAnotherPasswordIsSeen() {
    Secret right = cluster.secrets().inNamespace(TOOLS).withName("grafana-admin").get();
    Secret old = cluster.secrets().inNamespace(TOOLS).withName("grafana-initial").get();
    breaking(
        "06-grafana",
        "grafana",
        () -> spoiled.password(old.getData().get("admin-password")),
        () -> spoiled.password(right.getData().get("admin-password")),
        FailureKind.REJECTED,
        "Grafana does not accept the password of the Secret cluster-tools/grafana-admin");
  }

  @Test
  @Tag("full")
  void aGrafanaWithoutADashboardIsSeen() {
    Path file = spoiled.grafana();
    String whole = SpoiledCluster.read(file);
    breaking(
        "06-grafana",
        "grafana",
        () -> spoiled.rewrite(file, whole.replace("\"jhub-cluster-metrics\"", "\"another-board\"")),
        () -> spoiled.rewrite(file, whole),
        FailureKind.NOT_READY,
        "it has no dashboard jhub-cluster-metrics");
  }

  @Test
  @Tag("full")
  void aVeleroThatWritesIntoAnotherBucketIsSeen() {
    String bucket = world.cluster().account() + "-" + BootstrapWorld.CLUSTER + "-velero";
    breaking(
        "07-velero",
        "velero",
        () -> spoiled.bucket("somebody-elses-bucket"),
        () -> spoiled.bucket(bucket),
        FailureKind.REJECTED,
        "the location is the bucket somebody-elses-bucket, not " + bucket);
  }

  @Test
  @Tag("full")
  void placeholdersThatDoNotYieldAreSeen() {
    cluster
        .resource(
            new PriorityClassBuilder()
                .withNewMetadata()
                .withName("stubborn")
                .endMetadata()
                .withValue(1000)
                .build())
        .create();
    breaking(
        "08-placeholders",
        "placeholders",
        () -> spoiled.priority("stubborn"),
        () -> spoiled.priority("placeholders-user-placeholder-priority"),
        FailureKind.REJECTED,
        "would not give way: its priority is 1000");
    cluster.scheduling().v1().priorityClasses().withName("stubborn").delete();
  }

  /** Breaks, sees the proof fail so, mends, and sees it hold. */
  private void breaking(
      String component,
      String proof,
      Runnable breaks,
      Runnable mends,
      FailureKind kind,
      String... words) {
    holdsAgain(component, proof);
    breaks.run();
    try {
      String told =
          Poll.until(
              String.join(" ", words),
              LIMIT,
              () ->
                  failure(component, proof, 1)
                      .filter(failure -> Stream.of(words).allMatch(failure::contains)));
      assertThat(told).startsWith(kind.name());
    } finally {
      mends.run();
    }
    holdsAgain(component, proof);
  }

  private void holdsAgain(String component, String proof) {
    Poll.until(
        component + " is proved again",
        LIMIT,
        () ->
            failure(component, proof, PATIENCE).isEmpty() ? Optional.of(proof) : Optional.empty());
  }

  /** What the last of so many attempts of the proof says; empty when it holds. */
  private Optional<String> failure(String name, String type, int attempts) {
    Component component = blueprint.component(name).orElseThrow();
    Component.Proof proof =
        component.proofs().stream().filter(one -> one.type().equals(type)).findFirst().get();
    Map<String, String> facts = new HashMap<>(new Texts(world.cluster(), blueprint).facts());
    try {
      calls
          .on(world.cluster().taskQueue(), Proofs.class, attempts)
          .prove(world.cluster(), component, proof, facts);
      return Optional.empty();
    } catch (ApplicationFailure e) {
      return Optional.of(e.getType() + ": " + e.getOriginalMessage());
    }
  }
}
