package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.MadeCluster;
import org.hubkeeper.rehearsal.MadeCluster.Told;
import org.hubkeeper.rehearsal.Poll;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.kernel.Step.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From an empty account to a cluster with all its components, and once more. */
@Timeout(1500)
class BootstrapRehearsalTest {

  private static final String TOOLS = "cluster-tools";

  private final MadeCluster cluster = MadeCluster.shared();
  private final Told made = cluster.made();

  @Test
  @Tag("fact-25")
  void theComponentsComeInOrderAndTheGpuDriverIsSkippedWithItsReason() {
    Report report = made.report();
    assertThat(report.error()).isEmpty();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    List<Step> components =
        report.steps().stream().filter(step -> step.name().matches("0[0-8]-.*")).toList();

    assertThat(components)
        .extracting(step -> step.name().substring(0, 2))
        .isSorted()
        .contains("00", "01", "02", "03", "04", "05", "06", "07", "08");
    for (Step step : components) {
      boolean gpu = step.name().equals("04-gpudriver");
      assertThat(step.state()).as(step.name()).isEqualTo(gpu ? State.SKIPPED : State.DONE);
      assertThat(step.note()).as(step.name()).isNotEmpty();
    }
    assertThat(report.leftovers()).isEmpty();
  }

  @Test
  @Tag("fact-126")
  void aSecondRunPlansNothingAndChangesNothing() {
    Told again = cluster.again();

    assertThat(again.report().status()).isEqualTo(Status.COMPLETED);
    assertThat(again.report().plan().changes()).isEmpty();
    assertThat(again.changes()).isEmpty();
    assertThat(again.before()).isNotEmpty().isEqualTo(again.after());
  }

  @Test
  @Tag("fact-32")
  void poolsWithoutWorkIdleAtNone() {
    cluster.again();
    try (AdminOfCluster admin = cluster.world().admin()) {
      // One node of users, on which the placeholders hold their seats.
      List<String> wanted = List.of("core", "tools", "tools", "user-t3a-large");
      Poll.untilTrue(
          "only nodes with work",
          Duration.ofMinutes(3),
          () ->
              admin.client().nodes().list().getItems().stream()
                  .map(node -> node.getMetadata().getLabels().get("eks.amazonaws.com/nodegroup"))
                  .sorted()
                  .toList()
                  .equals(wanted));
    }
  }

  @Test
  @Tag("fact-37")
  void theIngressHasTheAddressThatItsServiceGot() {
    try (AdminOfCluster admin = cluster.world().admin()) {
      String address =
          admin
              .client()
              .services()
              .inNamespace(TOOLS)
              .withName("master-ingress-nginx-ingress")
              .get()
              .getStatus()
              .getLoadBalancer()
              .getIngress()
              .get(0)
              .getHostname();

      assertThat(address).isNotEmpty();
      assertThat(made.note("01-ingress")).contains("the load balancer is " + address);
    }
  }

  @Test
  @Tag("fact-41")
  void everyReleaseHasANameOfItsOwn() {
    try (AdminOfCluster admin = cluster.world().admin()) {
      List<String> releases =
          admin
              .client()
              .secrets()
              .inAnyNamespace()
              .withLabel("owner", "helm")
              .list()
              .getItems()
              .stream()
              .map(secret -> secret.getMetadata().getLabels().get("name"))
              .distinct()
              .toList();

      assertThat(releases)
          .containsExactlyInAnyOrder(
              "master-ingress",
              "autoscaler",
              "registry",
              "prometheus",
              "grafana",
              "velero",
              "placeholders");
    }
  }

  @Test
  @Tag("fact-54")
  void grafanaHasBothDashboards() {
    assertThat(made.note("06-grafana")).contains("2 dashboards");
  }

  @Test
  @Tag("fact-58")
  void veleroIsProvedByABackup() {
    assertThat(made.note("07-velero")).contains("available").contains("backup");
  }

  @Test
  @Tag("fact-40")
  void noSecretOfTheClusterIsInTheHistoryOrTheReport() {
    String told = made.report() + made.run().history();
    try (AdminOfCluster admin = cluster.world().admin()) {
      List<Secret> secrets = admin.client().secrets().inNamespace(TOOLS).list().getItems();
      List<String> values =
          secrets.stream()
              .filter(secret -> !secret.getMetadata().getName().startsWith("sh.helm."))
              .flatMap(secret -> secret.getData().entrySet().stream())
              .filter(entry -> entry.getKey().matches("tls.key|admin-password"))
              .map(Map.Entry::getValue)
              .toList();

      assertThat(values).hasSizeGreaterThanOrEqualTo(3);
      for (String value : values) {
        String plain = new String(java.util.Base64.getDecoder().decode(value)).strip();
        assertThat(told).doesNotContain(value).doesNotContain(plain);
      }
    }
  }

  @Test
  void somebodyWithKubectlFindsACleanCluster() {
    try (AdminOfCluster admin = cluster.world().admin()) {
      List<Pod> pods = admin.client().pods().inAnyNamespace().list().getItems();

      assertThat(pods)
          .allMatch(pod -> pod.getStatus().getPhase().equals("Running"))
          .noneMatch(pod -> pod.getMetadata().getName().startsWith("prove-"));
    }
  }
}
