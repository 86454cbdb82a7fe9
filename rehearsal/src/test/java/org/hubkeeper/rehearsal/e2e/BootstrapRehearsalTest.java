package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.kernel.Step.State;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** From an empty account to a cluster with all its components, and once more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1500)
class BootstrapRehearsalTest {

  private static final String TOOLS = "cluster-tools";

  private BootstrapWorld world;
  private Report report;
  private Report second;
  private List<JsonNode> changes;
  private int changesAfterSecond;
  private Map<String, Integer> writes;
  private Map<String, Integer> writesAfterSecond;
  private String history;

  @BeforeAll
  void bootstrapTwice() {
    world = BootstrapWorld.start();
    var run = world.run();
    report = run.approveAll();
    history = run.history();
    changes = world.changes();
    writes = writes();
    second = world.run().approveAll();
    changesAfterSecond = world.changes().size();
    writesAfterSecond = writes();
  }

  @AfterAll
  void end() {
    world.close();
  }

  @Test
  @Tag("fact-25")
  void theComponentsComeInOrderAndTheGpuDriverIsSkippedWithItsReason() {
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
    assertThat(second.status()).isEqualTo(Status.COMPLETED);
    assertThat(second.plan().changes()).isEmpty();
    assertThat(changesAfterSecond).isEqualTo(changes.size());
    assertThat(writes).isNotEmpty();
    assertThat(writesAfterSecond).isEqualTo(writes);
  }

  @Test
  @Tag("fact-32")
  void poolsWithoutWorkAreEmptyAtTheEnd() {
    try (AdminOfCluster admin = world.admin()) {
      assertThat(admin.client().nodes().list().getItems())
          .extracting(node -> node.getMetadata().getLabels().get("eks.amazonaws.com/nodegroup"))
          .containsExactlyInAnyOrder("tools", "tools", "core");
    }
  }

  @Test
  @Tag("fact-37")
  void theIngressHasTheAddressThatItsServiceGot() {
    try (AdminOfCluster admin = world.admin()) {
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
      assertThat(note("01-ingress")).contains("the load balancer is " + address);
    }
  }

  @Test
  @Tag("fact-41")
  void everyReleaseHasANameOfItsOwn() {
    try (AdminOfCluster admin = world.admin()) {
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
    assertThat(note("06-grafana")).contains("2 dashboards");
  }

  @Test
  @Tag("fact-58")
  void veleroIsProvedByABackup() {
    assertThat(note("07-velero")).contains("available").contains("backup");
  }

  @Test
  @Tag("fact-40")
  void noSecretOfTheClusterIsInTheHistoryOrTheReport() {
    String told = report + history;
    try (AdminOfCluster admin = world.admin()) {
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
    try (AdminOfCluster admin = world.admin()) {
      List<Pod> pods = admin.client().pods().inAnyNamespace().list().getItems();

      assertThat(pods)
          .allMatch(pod -> pod.getStatus().getPhase().equals("Running"))
          .noneMatch(pod -> pod.getMetadata().getName().startsWith("prove-"));
    }
  }

  private String note(String step) {
    return report.steps().stream()
        .filter(one -> one.name().equals(step))
        .findFirst()
        .orElseThrow()
        .note();
  }

  /** How often each kind of request has changed something in the cluster. */
  private Map<String, Integer> writes() {
    Map<String, Integer> counted = new TreeMap<>();
    world
        .writes()
        .forEach(
            event ->
                counted.merge(
                    event.path("verb").asText() + " " + event.at("/objectRef/resource").asText(),
                    1,
                    Integer::sum));
    return counted;
  }
}
