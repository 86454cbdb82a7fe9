package org.hubkeeper.fleet.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.Component;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The blueprints that we ship; Maven runs tests in the module's folder. */
class ExamplesTest {

  private static final String PURPOSE = "hub.jupyter.org/node-purpose";

  @ParameterizedTest
  @ValueSource(strings = {"ds-osu-test", "ds-osu-prod"})
  void dsOsuIsEightComponentsInTheOrderOfTheGuide(String cluster) {
    Blueprint blueprint = read("ds-osu", cluster);

    assertThat(blueprint.components())
        .extracting(Component::name)
        .containsExactly(
            "01-ingress",
            "02-autoscaler",
            "03-registry",
            "04-gpudriver",
            "05-prometheus",
            "06-grafana",
            "07-velero",
            "08-placeholders");
    assertThat(blueprint.components())
        .extracting(Component::release)
        .containsExactly(
            "master-ingress",
            "autoscaler",
            "registry",
            "gpudriver",
            "prometheus",
            "grafana",
            "velero",
            "placeholders");
    assertThat(blueprint.components())
        .allMatch(one -> one.proofs().get(0).type().equals("workloads"))
        .allMatch(one -> one.timeoutMinutes() == 10);
    assertThat(blueprint.component("04-gpudriver").orElseThrow().onlyIf()).isEqualTo("gpu");
    assertThat(blueprint.component("01-ingress").orElseThrow().publishedService())
        .contains("master-ingress-nginx-ingress");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ds-osu-test", "ds-osu-prod"})
  @Tag("fact-29")
  void dsOsuKeepsToolsStorageAndUsersApart(String cluster) {
    List<NodeGroup> pools = read("ds-osu", cluster).definition().nodeGroups();

    assertThat(pools.stream().map(pool -> pool.labels().get(PURPOSE)).distinct())
        .containsExactly("tools", "core", "user");
    assertThat(pools)
        .filteredOn(pool -> pool.labels().get(PURPOSE).equals("user"))
        .allMatch(pool -> pool.min() == 0 && !pool.taints().isEmpty());
    assertThat(pools)
        .filteredOn(pool -> !pool.labels().get(PURPOSE).equals("user"))
        .allMatch(pool -> pool.min() > 0);
  }

  @Test
  @Tag("fact-30")
  void theUserPoolsOfDsOsuAreTheGuides() {
    assertThat(userTypes("ds-osu-prod"))
        .containsExactlyInAnyOrder("t3a.large", "t3a.2xlarge", "g4dn.xlarge");
    assertThat(userTypes("ds-osu-test")).containsExactlyInAnyOrder("t3a.large", "t3a.2xlarge");
    assertThat(read("ds-osu", "ds-osu-test").definition().gpu()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ds-osu-test", "ds-osu-prod"})
  @Tag("fact-31")
  void everyUserPoolOfDsOsuBeginsWithOneNode(String cluster) {
    assertThat(read("ds-osu", cluster).definition().nodeGroups())
        .filteredOn(pool -> pool.labels().get(PURPOSE).equals("user"))
        .extracting(NodeGroup::desired)
        .containsOnly(1);
  }

  @Test
  @Tag("fact-49")
  void theGpuDriverNeedsTheRegistryAndComesByIt() throws IOException {
    Component driver = read("ds-osu", "ds-osu-prod").component("04-gpudriver").orElseThrow();

    assertThat(driver.needs()).contains("03-registry");
    assertThat(values("04-gpudriver"))
        .containsPattern("(?m)^image: localhost:30050/nvidia/k8s-device-plugin:");
  }

  @Test
  @Tag("fact-46")
  void theRegistryStandsForDockerHubAndTheHubComesByIt() throws IOException {
    assertThat(values("03-registry"))
        .containsPattern("(?m)^proxy:\\R  remoteUrl: https://registry-1.docker.io$");
    assertThat(values("08-placeholders"))
        .contains("image: {name: localhost:30050/oneilsh/jupyterlab-k8s-hub}");
  }

  @Test
  void noExampleAsksForALongLivedKey() {
    for (Blueprint blueprint :
        List.of(read("ds-osu", "ds-osu-prod"), read("eks-today", "eks-today"))) {
      assertThat(blueprint.components())
          .flatExtracting(Component::secrets)
          .flatExtracting(secret -> secret.entries().keySet())
          .doesNotContain("cloud", "credentials");
    }
  }

  @Test
  void eksTodayIsBuiltAsOneWouldToday() {
    Blueprint blueprint = read("eks-today", "eks-today");

    assertThat(blueprint.definition().version()).isEqualTo("1.36");
    assertThat(blueprint.definition().nodeGroups())
        .extracting(NodeGroup::amiFamily)
        .containsOnly("AmazonLinux2023");
    assertThat(blueprint.components())
        .extracting(component -> component.chart().name())
        .containsExactly("aws-load-balancer-controller", "karpenter", "jupyterhub");
    assertThat(blueprint.components())
        .flatExtracting(Component::identities)
        .extracting(Identity::kind)
        .containsOnly(Identity.Kind.POD_IDENTITY);
  }

  private static Set<String> userTypes(String cluster) {
    return read("ds-osu", cluster).definition().nodeGroups().stream()
        .filter(pool -> pool.labels().get(PURPOSE).equals("user"))
        .flatMap(pool -> pool.instanceTypes().stream())
        .collect(Collectors.toSet());
  }

  private static String values(String component) throws IOException {
    return Files.readString(Path.of("..", "examples", "ds-osu", "values", component + ".yaml"));
  }

  private static Blueprint read(String example, String cluster) {
    return FleetFile.read(Path.of("..", "examples", example, "fleet.yaml"))
        .blueprint(cluster)
        .orElseThrow();
  }
}
