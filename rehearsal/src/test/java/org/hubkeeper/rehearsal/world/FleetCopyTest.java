package org.hubkeeper.rehearsal.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetCopyTest {

  private static final String UID = "3f1c1a52-5b0d-4a7e-9f39-6a1d6f0c1b11";
  private static final String OTHER_UID = "8a4e2c07-93f1-4c5b-8d21-0b7f5e6a9c22";

  private static final String FLEET =
      """
      apiVersion: hubkeeper.org/v1
      team:
        - {name: alex, roles: [operator]}
        - {name: sam, roles: [owner]}
      clusters:
        - {name: other, environment: test, cloud: aws, account: "123456789012", region: eu-west-1}
        - name: prod
          environment: production
          cloud: aws
          account: "123456789012"
          region: us-west-2
          access: {kubeconfig: "file:/home/alex/.kube/config"}
        - {name: trial, environment: test, cloud: aws, account: "123456789012", region: us-west-2}
        - {name: far, environment: test, cloud: gcp, account: some-project, region: europe-west1}
      """;

  @TempDir private Path directory;

  @Test
  void theWorldHoldsTheClusterAndItsNeighbours() {
    List<SimulatedCluster> around = FleetCopy.of(FLEET).around("trial");

    assertThat(around).extracting(SimulatedCluster::name).containsExactly("trial", "prod");
  }

  @Test
  void clustersOfTheWorldGetTheirUidAndTheOthersStay() throws IOException {
    FleetFile copy = read(FleetCopy.of(FLEET).with(Map.of("trial", UID, "prod", OTHER_UID)));

    assertThat(copy.cluster("trial").orElseThrow().uid()).isEqualTo(UID);
    assertThat(copy.cluster("prod").orElseThrow().uid()).isEqualTo(OTHER_UID);
    assertThat(copy.cluster("other").orElseThrow().uid()).isEmpty();
    assertThat(copy.clusters()).hasSize(4);
  }

  @Test
  void chartsComeFromTheWorldsRegistryByTheirOwnNames() {
    String fleet =
        """
        clusters:
          - name: trial
            components:
              - {name: a, chart: oci://charts.example.org/hubs/grafana, version: 1.0.0}
              - {name: b, chart: karpenter, repository: "https://charts.example.org"}
          - name: other
        """;

    String copy = FleetCopy.of(fleet).withChartsFrom("127.0.0.1:5000/charts").with(Map.of());

    assertThat(copy)
        .contains("oci://127.0.0.1:5000/charts/grafana", "oci://127.0.0.1:5000/charts/karpenter")
        .doesNotContain("example.org", "repository");
  }

  @Test
  void nothingLeadsToARealClusterAnyMore() {
    assertThat(FleetCopy.of(FLEET).with(Map.of())).doesNotContain("kubeconfig");
  }

  @Test
  void whoRehearsesHasEveryRole() throws IOException {
    FleetFile copy = read(FleetCopy.of(FLEET).admitting("kim").with(Map.of()));

    assertThat(copy.team())
        .containsExactly(
            new Person("alex", List.of("operator")),
            new Person("sam", List.of("owner")),
            new Person("kim", List.of("operator", "owner")));
  }

  @Test
  void aMemberOfTheTeamKeepsTheRolesOfTheFile() throws IOException {
    FleetFile copy = read(FleetCopy.of(FLEET).admitting("alex").with(Map.of()));

    assertThat(copy.team()).contains(new Person("alex", List.of("operator"))).hasSize(2);
  }

  @Test
  void anUnknownClusterIsAnsweredWithThoseThereAre() {
    assertThatThrownBy(() -> FleetCopy.of(FLEET).around("tiral"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("--cluster: no tiral")
        .hasMessageContaining("trial");
  }

  @Test
  void aClusterOfAnotherCloudIsRefused() {
    assertThatThrownBy(() -> FleetCopy.of(FLEET).around("far"))
        .hasMessageContaining("far is on gcp");
  }

  private FleetFile read(String text) throws IOException {
    Path file = directory.resolve("fleet.yaml");
    Files.writeString(file, text);
    return FleetFile.read(file);
  }
}
