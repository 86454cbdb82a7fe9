package org.hubkeeper.fleet.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hubkeeper.fleet.FleetException;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.fleet.Sha256;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Addon;
import org.hubkeeper.workflows.model.ClusterDefinition.Admin;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterDefinition.Nat;
import org.hubkeeper.workflows.model.ClusterDefinition.Network;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterDefinition.Taint;
import org.hubkeeper.workflows.model.Component;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlueprintTest {

  private static final String DOCUMENT =
      "{\"Version\":\"2012-10-17\",\"Statement\":"
          + "[{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"*\"}]}";

  /** Priorities are told inline wherever they are written, for the plan to judge. */
  private static final String VALUES_OF_AUTOSCALER =
      "{\"clusterName\":\"${cluster}\",\"role\":\"${role:tools/autoscaler}\",\"priorities\":"
          + "{\"10\":[\".*g4dn-xlarge.*\"],\"30\":[\"t3a-large\",\"unused\"]}}";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    BadBlueprints.good(folder);
  }

  @Test
  void theEksctlFileIsReadAsItIs() throws IOException {
    ClusterDefinition read = blueprint().definition();

    assertThat(read.name()).isEqualTo("trial");
    assertThat(read.region()).isEqualTo("us-west-2");
    assertThat(read.version()).isEqualTo("1.34");
    assertThat(read.tags()).isEqualTo(Map.of("department", "hubs"));
    assertThat(read.network())
        .isEqualTo(
            new Network("10.0.0.0/16", List.of("us-west-2a", "us-west-2b"), Nat.HIGHLY_AVAILABLE));
    assertThat(read.admins())
        .containsExactly(
            new Admin(
                "arn:aws:iam::123456789012:role/admins",
                List.of("viewers"),
                List.of("arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy")));
    assertThat(read.addons())
        .containsExactly(
            new Addon(
                "vpc-cni",
                "v1.20.4-eksbuild.1",
                "{\"env\":{\"ENABLE_PREFIX_DELEGATION\":\"true\"}}"),
            new Addon("kube-proxy", "", "{\"mode\":\"ipvs\"}"),
            new Addon("coredns", "", "{\"replicaCount\":3}"),
            new Addon("aws-ebs-csi-driver", "", ""),
            new Addon("eks-pod-identity-agent", "", ""));
    assertThat(read.hash()).isEqualTo(sha256("cluster.yaml"));
  }

  @Test
  void nodeGroupsAreReadAndWhatIsLeftOutIsAsEksctlHasIt() {
    assertThat(blueprint().definition().nodeGroups())
        .containsExactly(
            group("tools", List.of("t3a.medium"), 2, 2, 2, List.of()),
            new NodeGroup(
                "t3a-large",
                List.of("t3a.large", "t3.large"),
                0,
                9,
                3,
                120,
                "gp2",
                "Bottlerocket",
                "ami-0123456789abcdef0",
                true,
                List.of("us-west-2b"),
                Map.of("purpose", "user"),
                List.of(
                    new Taint("dedicated", "user", "NoSchedule"),
                    new Taint("quiet", "", "PreferNoSchedule")),
                Map.of("pool", "user"),
                false),
            group(
                "g4dn-xlarge",
                List.of("g4dn.xlarge"),
                0,
                2,
                1,
                List.of(new Taint("nvidia.com/gpu", "present", "NoExecute"))));
  }

  @Test
  void rolesOfServiceAccountsAreReadAndWordsBecomePolicies() {
    List<Identity> identities = blueprint().definition().identities();

    assertThat(identities)
        .extracting(Identity::key)
        .containsExactly(
            "kube-system/ebs-csi-controller-sa",
            "jobs/builder",
            "kube-system/scaler",
            "jobs/reader");
    assertThat(identities.get(0))
        .isEqualTo(
            new Identity(
                "kube-system",
                "ebs-csi-controller-sa",
                Identity.Kind.POD_IDENTITY,
                List.of("arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"),
                ""));
    assertThat(identities.get(1))
        .isEqualTo(
            new Identity(
                "jobs",
                "builder",
                Identity.Kind.POD_IDENTITY,
                List.of("arn:aws:iam::123456789012:policy/build"),
                DOCUMENT.formatted("s3:*")));
    assertThat(identities.get(2).kind()).isEqualTo(Identity.Kind.IRSA);
    assertThat(identities.get(2).policies())
        .containsExactly(
            "arn:aws:iam::123456789012:policy/more",
            "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser");
    assertThat(identities.get(2).document()).contains("autoscaling:SetDesiredCapacity");
    assertThat(identities.get(3).document()).isEqualTo(DOCUMENT.formatted("s3:Get*"));
  }

  @Test
  void aBlueprintSaysWhatRunsOnTheClusterAndHoldsOnlyReferences() throws IOException {
    Blueprint blueprint = blueprint();

    assertThat(blueprint.host()).isEqualTo("hub.example.edu");
    assertThat(blueprint.context()).isEqualTo("trial");
    assertThat(blueprint.dns()).isEqualTo(new Blueprint.Dns("route53", "example.edu", 300));
    assertThat(blueprint.components())
        .extracting(Component::name)
        .containsExactly(
            "01-ingress", "02-autoscaler", "06-grafana", "07-velero", "08-placeholders");
    assertThat(blueprint.component("02-autoscaler").orElseThrow())
        .isEqualTo(
            new Component(
                "02-autoscaler",
                new Component.Chart(
                    "oci://charts.example.org/hubs/eksctl-autoscaler", "", "1.34.0"),
                "autoscaler",
                "tools",
                "helm",
                10,
                List.of(new Component.ValuesFile("autoscaler.yaml", sha256("autoscaler.yaml"))),
                VALUES_OF_AUTOSCALER,
                Map.of(),
                List.of(),
                List.of(),
                List.of(
                    new Identity(
                        "tools",
                        "autoscaler",
                        Identity.Kind.IRSA,
                        List.of("arn:aws:iam::aws:policy/Some"),
                        "")),
                List.of(),
                "",
                List.of(),
                List.of()));
    Component velero = blueprint.component("07-velero").orElseThrow();
    assertThat(velero.chart())
        .isEqualTo(new Component.Chart("velero", "https://charts.example.org", "2.8.8"));
    assertThat(velero.buckets()).containsExactly(new Component.Bucket("some-backups", "us-west-2"));
    assertThat(velero.identities())
        .extracting(Identity::key, Identity::kind)
        .containsExactly(tuple("velero/server", Identity.Kind.POD_IDENTITY));
    assertThat(blueprint.component("06-grafana").orElseThrow().secrets())
        .contains(new Component.SecretWish("final", "Opaque", Map.of("password", "generate:24")));
  }

  @Test
  void aTaskSaysWhatItsFilesHeldWhenTheyWereRead() throws IOException {
    Component.Task task = blueprint().component("06-grafana").orElseThrow().tasks().get(1);

    assertThat(task.type()).isEqualTo("grafana-dashboards");
    assertThat(task.with())
        .containsEntry("files", "dashboards/a.json,dashboards/b.json")
        .containsEntry("port", "80")
        .containsEntry("sha256", sha256("dashboards/a.json") + "," + sha256("dashboards/b.json"))
        .doesNotContainKey("type");
  }

  @Test
  void everyFileIsNamedSoThatItCanBeCopied() {
    assertThat(FleetFile.read(folder.resolve("fleet.yaml")).files())
        .containsExactly(
            "autoscaler.yaml",
            "cluster.yaml",
            "dashboards/a.json",
            "dashboards/b.json",
            "hub.yaml",
            "small.yaml");
  }

  @Test
  @Tag("fact-39")
  void fourCertificateAndKeyPathsAreFineAndTheWildcardPairMayBeLeftOut() throws IOException {
    assertThat(blueprint().component("01-ingress").orElseThrow().secrets())
        .extracting(Component.SecretWish::entries)
        .containsExactly(
            Map.of("tls.crt", "env:CERT", "tls.key", "env:KEY"),
            Map.of("tls.crt", "file:wild.crt", "tls.key", "file:wild.key"));

    replace(
        "fleet.yaml",
        """
                  - name: wildcard-tls
                    type: kubernetes.io/tls
                    entries: {tls.crt: "file:wild.crt", tls.key: "file:wild.key"}
        """,
        "");

    assertThat(blueprint().component("01-ingress").orElseThrow().secrets()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "eksctl-autoscaler, master-ingress",
    "nvidia-device-plugin, registry",
    "prometheus, registry"
  })
  @Tag("fact-41")
  void aReleaseNameOfAnotherChartIsRefusedInAnyNamespace(String chart, String release)
      throws IOException {
    replace("fleet.yaml", "hubs/grafana", "hubs/" + chart);
    replace(
        "fleet.yaml",
        "release: grafana\n        namespace: tools",
        "release: " + release + "\n        namespace: another");

    assertThatThrownBy(() -> FleetFile.read(folder.resolve("fleet.yaml")))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining(chart + " would overwrite it");
  }

  @Test
  @Tag("fact-44")
  void eachPoolThatGrowsNeedsOnePriority() throws IOException {
    replace("cluster.yaml", "name: g4dn-xlarge", "name: big-machines");

    refused("no pattern fits the pool big-machines");

    replace("autoscaler.yaml", "g4dn-xlarge", "big-machines");
    assertThatCode(this::blueprint).doesNotThrowAnyException();
  }

  @Test
  void thePrioritiesMayBeCalledPropertiesAsTheGuideHasIt() throws IOException {
    replace("autoscaler.yaml", "priorities:", "properties:");

    assertThat(blueprint().component("02-autoscaler").orElseThrow().values())
        .isEqualTo(VALUES_OF_AUTOSCALER);

    replace("autoscaler.yaml", "g4dn", "g5");
    refused("no pattern fits the pool g4dn-xlarge");
  }

  @ParameterizedTest
  @ValueSource(strings = {"heythattickles", "kjabsdflhgsldfbaljsdfblasdhfkbf"})
  @Tag("fact-53")
  void thePasswordAndTheSaltOfTheGuideAreRefusedWhereverTheyStand(String printed)
      throws IOException {
    replace("hub.yaml", "jupyterhub:", "any: [{where: \" " + printed + "\"}]\njupyterhub:");

    assertThatThrownBy(this::blueprint)
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("hub.yaml:1:15: any[0].where: the example of the DS@OSU guide")
        .hasMessageNotContaining(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "          veleroS3Bucket: some-backups, inline.veleroS3Bucket: required",
    "          veleroBackupRegion: us-west-2, inline.veleroBackupRegion: required",
    "          eksClusterName: trial, inline.eksClusterName: required",
    "            identities:, identities: required",
  })
  @Tag("fact-57")
  void veleroIsToldWhatItLacks(String line, String says) throws IOException {
    String fleet = Files.readString(folder.resolve("fleet.yaml"));
    int velero = fleet.indexOf("07-velero");
    String cut =
        line.contains("identities")
            ? fleet.substring(velero).replaceFirst("(?m)^ +identities:\\R.*\\R", "")
            : fleet.substring(velero).replaceFirst("(?m)^ +" + line.strip() + "\\R", "");
    Files.writeString(folder.resolve("fleet.yaml"), fleet.substring(0, velero) + cut);

    refused("clusters[0].components[3]." + says);
  }

  @Test
  @Tag("fact-57")
  void aClusterAlwaysHasAContext() throws IOException {
    assertThat(blueprint().context()).isEqualTo("trial");

    replace("fleet.yaml", "    region: us-west-2\n", "    region: us-west-2\n    context: demo\n");

    assertThat(blueprint().context()).isEqualTo("demo");
  }

  @ParameterizedTest
  @CsvSource({"0.5G, true", "512M, true", "536870912, true", "0.4G, false", "511Mi, false"})
  @Tag("fact-65")
  void aLimitOfMemoryMayBeItsGuaranteeAndNotLess(String limit, boolean fine) throws IOException {
    replace("hub.yaml", "limit: 1.0G", "limit: " + limit);

    if (fine) {
      assertThatCode(this::blueprint).doesNotThrowAnyException();
    } else {
      refused("hub.yaml:3:38: jupyterhub.singleuser.memory.limit: the limit " + limit);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.1, true", "100m, true", "0.09, false", "99m, false"})
  @Tag("fact-65")
  void aLimitOfCpuMayBeItsGuaranteeAndNotLess(String limit, boolean fine) throws IOException {
    replace("small.yaml", "limit: 100m", "limit: " + limit);

    if (fine) {
      assertThatCode(this::blueprint).doesNotThrowAnyException();
    } else {
      refused("small.yaml:4:18: jupyterhub.singleuser.cpu.limit: the limit " + limit);
    }
  }

  @Test
  void aClusterWithoutADefinitionHasNoBlueprint() throws IOException {
    Path fleet = folder.resolve("fleet.yaml");
    String text = Files.readString(fleet);
    Files.writeString(fleet, text.substring(0, text.indexOf("    definition:")));

    assertThat(FleetFile.read(fleet).blueprint("trial")).isEmpty();
    assertThat(FleetFile.read(fleet).blueprint("other")).isEmpty();
  }

  private Blueprint blueprint() {
    return FleetFile.read(folder.resolve("fleet.yaml")).blueprint("trial").orElseThrow();
  }

  private void refused(String says) {
    assertThatThrownBy(this::blueprint)
        .isInstanceOf(FleetException.class)
        .hasMessageContaining(says);
  }

  private void replace(String file, String piece, String with) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(piece);
    Files.writeString(folder.resolve(file), text.replace(piece, with));
  }

  private String sha256(String file) throws IOException {
    return Sha256.of(Files.readAllBytes(folder.resolve(file)));
  }

  private static NodeGroup group(
      String name, List<String> types, int min, int max, int desired, List<Taint> taints) {
    return new NodeGroup(
        name,
        types,
        min,
        max,
        desired,
        80,
        "gp3",
        "AmazonLinux2023",
        "",
        false,
        List.of(),
        Map.of(),
        taints,
        Map.of(),
        true);
  }
}
