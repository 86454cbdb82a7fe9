package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.people.NamePublisher;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.kernel.Step.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The other clusters of the examples, each made to its end in a world of its own. */
@Tag("full")
@Timeout(1500)
class ExamplesRehearsalTest {

  @Test
  void aClusterOfTodayIsMadeAndAPersonPublishesItsName() {
    try (BootstrapWorld world = BootstrapWorld.start("eks-today", "eks-today")) {
      TestRun run = world.run();
      Report report;
      try (NamePublisher publisher = world.publisher(run)) {
        report = run.approveAll();
      }

      assertMade(report, "01-load-balancers", "02-karpenter", "03-jupyterhub");
      assertThat(note(report, "03-jupyterhub"))
          .contains("hub.example.org leads to", "answers /hub/login with HTTP 200");
      assertThat(world.changes())
          .extracting(change -> change.path("operation").asText())
          .contains("CreatePodIdentityAssociation")
          .doesNotContain("CreateOpenIDConnectProvider", "CreateAccessKey");
      assertThat(world.run().approveAll().plan().changes()).isEmpty();
    }
  }

  @Test
  @Tag("fact-25")
  @Tag("fact-49")
  @Tag("fact-50")
  void aClusterWithGpusHasTheirDriverAfterTheRegistryAndAPodGetsOne() {
    try (BootstrapWorld world = BootstrapWorld.start("ds-osu", "ds-osu-prod");
        AdminOfCluster admin = world.admin()) {
      Report report = world.run().approveAll();

      assertMade(
          report,
          "01-ingress",
          "02-autoscaler",
          "03-registry",
          "04-gpudriver",
          "05-prometheus",
          "06-grafana",
          "07-velero",
          "08-placeholders");
      assertThat(note(report, "04-gpudriver")).contains("a pod got one of the 1 GPUs");
      assertThat(admin.client().apps().daemonSets().inNamespace("cluster-tools").list().getItems())
          .flatExtracting(set -> set.getSpec().getTemplate().getSpec().getContainers())
          .extracting(container -> container.getImage())
          .contains("localhost:30050/nvidia/k8s-device-plugin:v0.17.4");
    }
  }

  private static void assertMade(Report report, String... components) {
    assertThat(report.error()).isEmpty();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.leftovers()).isEmpty();
    List<Step> steps =
        report.steps().stream().filter(step -> step.name().matches("0[1-8]-.*")).toList();
    assertThat(steps).extracting(Step::name).containsExactly(components);
    assertThat(steps).extracting(Step::state).containsOnly(State.DONE);
  }

  private static String note(Report report, String name) {
    return report.steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow()
        .note();
  }
}
