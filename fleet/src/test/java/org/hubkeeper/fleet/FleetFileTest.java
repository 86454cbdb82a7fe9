package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hubkeeper.workflows.kernel.Approvals;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Approvals.Person;
import org.hubkeeper.workflows.kernel.Approvals.Rule;
import org.hubkeeper.workflows.kernel.Policy;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.UpgradePolicy;
import org.hubkeeper.workflows.model.UpgradePolicy.Role;
import org.hubkeeper.workflows.model.UpgradePolicy.Skew;
import org.hubkeeper.workflows.model.UpgradePolicy.Update;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetFileTest {

  @TempDir Path folder;

  @Test
  void everyFieldIsRead() throws IOException {
    ClusterEntry cluster = good().cluster("demo-test").orElseThrow();

    assertThat(cluster)
        .isEqualTo(
            new ClusterEntry(
                "demo-test",
                "test",
                "aws",
                "123456789012",
                "us-west-2",
                "research",
                "demo",
                "01234567-89ab-cdef-0123-456789abcdef",
                "arn:aws:iam::123456789012:role/hubkeeper",
                "some-id",
                new ClusterEntry.Access("file:kubeconfig"),
                "America/Los_Angeles",
                List.of("hub-admins@example.edu"),
                "cluster.yaml",
                "hub.example.edu",
                new ClusterEntry.Dns("route53", "example.edu", 60),
                cluster.components(),
                List.of(
                    new ClusterEntry.Hub(
                        "ds100",
                        "ds-100",
                        "ds100.example.edu",
                        new ClusterEntry.HubApi(
                            "https://h.example.edu/hub/api", "env:HUB", "/services/news"),
                        new ClusterEntry.Storage("ebs")),
                    new ClusterEntry.Hub(
                        "stat200",
                        "stat200",
                        "",
                        ClusterEntry.HubApi.NONE,
                        new ClusterEntry.Storage(""))),
                List.of(new ClusterSlice.Freeze("2026-12-07T00:00", "2026-12-12T23:59", "finals")),
                List.of(
                    new ClusterSlice.Event(
                        "2026-12-14T09:00", "2026-12-14T12:00", "DATA 100 final")),
                new UpgradeEntry(
                    "lockstep",
                    12,
                    10,
                    30,
                    true,
                    List.of(
                        new UpgradeEntry.Pool("core", "core", "in-place"),
                        new UpgradeEntry.Pool("user", null, null)),
                    new UpgradeEntry.ManagedBy("terraform", "infra/eks.tf")),
                List.of(
                    new ClusterEntry.Approval(
                        "prune-volumes",
                        List.of(Kind.COST),
                        List.of(),
                        1,
                        false,
                        List.of(),
                        true))));
  }

  @Test
  void whatIsLeftOutGetsItsDefault() throws IOException {
    ClusterEntry cluster = good().cluster("demo-prod").orElseThrow();

    assertThat(cluster.pool()).isEqualTo("aws");
    assertThat(cluster.context()).isEqualTo("demo-prod");
    assertThat(cluster.timeZone()).isEqualTo("UTC");
    assertThat(List.of(cluster.uid(), cluster.roleArn(), cluster.externalId())).containsOnly("");
    assertThat(cluster.access().kubeconfig()).isEmpty();
    assertThat(cluster.owners()).isEmpty();
    assertThat(cluster.hubs()).isEmpty();
    assertThat(cluster.freeze()).isEmpty();
  }

  @Test
  void aSliceSaysWhatARunRecords() throws IOException {
    FleetFile fleet = good();

    ClusterSlice slice = fleet.slice("demo-prod").orElseThrow();

    assertThat(slice.ref())
        .isEqualTo(
            new ClusterRef(
                "demo-prod", "production", "aws", "123456789012", "us-west-2", "aws", ""));
    assertThat(slice.approvals())
        .isEqualTo(
            new Approvals(
                List.of(
                    new Rule(
                        "prune-volumes",
                        List.of(Kind.DESTRUCTIVE, Kind.PRODUCTION),
                        List.of("owner"),
                        2,
                        true,
                        List.of("terminal", "slack"),
                        false)),
                List.of(
                    new Person("alex", List.of("operator")),
                    new Person("sam", List.of("operator", "owner")),
                    new Person("kim", List.of("owner")))));
    assertThat(slice.timeZone()).isEqualTo("UTC");
    assertThat(slice.commit()).isEmpty();
    assertThat(slice.fleetHash()).isEqualTo(fleet.sha256());
    assertThat(fleet.slice("demo-test").orElseThrow().hubs())
        .containsExactly(
            new ClusterSlice.Hub("ds100", "ds-100", true, "ds100.example.edu"),
            new ClusterSlice.Hub("stat200", "stat200"));
    assertThat(fleet.slice("demo-test").orElseThrow().freezes())
        .containsExactly(new ClusterSlice.Freeze("2026-12-07T00:00", "2026-12-12T23:59", "finals"));
  }

  @Test
  void aSliceSaysHowTheClusterIsUpgraded() throws IOException {
    assertThat(good().slice("demo-test").orElseThrow().upgrade())
        .isEqualTo(
            new UpgradePolicy(
                Skew.LOCKSTEP,
                12,
                10,
                30,
                true,
                List.of(
                    new UpgradePolicy.Pool("core", Role.CORE, Update.IN_PLACE),
                    new UpgradePolicy.Pool("user", null, Update.COPY)),
                "terraform",
                "infra/eks.tf"));
    assertThat(good().slice("demo-prod").orElseThrow().upgrade()).isEqualTo(UpgradePolicy.DEFAULT);
  }

  @Test
  void eachMoveOfAControlPlaneIsAskedAboutOnProductionUnlessTheFileSaysOtherwise()
      throws IOException {
    String quick = BadFleets.GOOD.replace("environment: test", "environment: production");
    String no =
        quick.replace("preset: true", "preset: false").replace("      approveEachHop: true\n", "");

    assertThat(written(no).slice("demo-test").orElseThrow().upgrade().approveEachHop()).isTrue();
    assertThat(
            written(no.replace("environment: production", "environment: test"))
                .slice("demo-test")
                .orElseThrow()
                .upgrade()
                .approveEachHop())
        .isFalse();
  }

  @Test
  void aHubsApiIsLookedForAtItsHost() throws IOException {
    FleetFile fleet =
        written(BadFleets.GOOD.replace("api: {url: \"https://h.example.edu/hub/api\",", "api: {"));

    assertThat(fleet.cluster("demo-test").orElseThrow().hubs().get(0).api().url())
        .isEqualTo("https://ds100.example.edu/hub/api");
  }

  @Test
  void neighboursAreTheOthersOfTheSameCloudAccountAndRegion() throws IOException {
    FleetFile fleet =
        written(
            """
            apiVersion: hubkeeper.org/v1
            clusters:
              - {name: a, environment: test, cloud: aws, account: "123456789012", region: us-west-2}
              - {name: b, environment: test, cloud: aws, account: "123456789012", region: us-west-2}
              - {name: c, environment: test, cloud: aws, account: "123456789012", region: us-east-1}
              - {name: d, environment: test, cloud: aws, account: "210987654321", region: us-west-2}
              - {name: e, environment: test, cloud: digitalocean, account: team, region: nyc1}
            """);

    assertThat(fleet.slice("a").orElseThrow().neighbours())
        .extracting(ClusterRef::name)
        .containsExactly("b");
    assertThat(fleet.slice("c").orElseThrow().neighbours()).isEmpty();
    assertThat(fleet.slice("e").orElseThrow().neighbours()).isEmpty();
  }

  @Test
  void aClusterThatIsNotThereHasNoSliceButAHint() throws IOException {
    FleetFile fleet = good();

    assertThat(fleet.slice("demo-tset")).isEmpty();
    assertThat(fleet.cluster("demo-tset")).isEmpty();
    assertThat(fleet.unknown("demo-tset"))
        .isEqualTo(
            "no cluster \"demo-tset\" in "
                + fleet.path()
                + "; did you mean demo-test?; known: demo-prod, demo-test");
  }

  @Test
  void theHashIsOfTheBytesThatWereRead() throws IOException {
    FleetFile fleet = good();
    Files.writeString(fleet.path(), "changed since");

    assertThat(fleet.sha256()).hasSize(64).isEqualTo(good().sha256());
    assertThat(written(BadFleets.GOOD + "# more\n").sha256()).isNotEqualTo(fleet.sha256());
  }

  @Test
  void secretsAreFoundNextToTheFile() throws IOException {
    FleetFile fleet = good();
    Files.writeString(folder.resolve("kubeconfig"), "content\n");

    String reference = fleet.cluster("demo-test").orElseThrow().access().kubeconfig();

    assertThat(fleet.secrets().resolve(reference, "access.kubeconfig").reveal())
        .isEqualTo("content");
  }

  @Test
  void theDsOsuExampleIsATestAndAProductionClusterSideBySide() {
    FleetFile fleet = Examples.read("ds-osu");

    assertThat(fleet.clusters())
        .extracting(ClusterEntry::name)
        .containsExactly("ds-osu-test", "ds-osu-prod");
    ClusterSlice test = fleet.slice("ds-osu-test").orElseThrow();
    assertThat(test.hubs()).extracting(ClusterSlice.Hub::name).containsExactly("ds100", "stat200");
    assertThat(test.neighbours()).extracting(ClusterRef::name).containsExactly("ds-osu-prod");
    Policy alone = test.approvals().policy("prune-volumes", List.of(Kind.DESTRUCTIVE));
    assertThat(alone.people()).isEqualTo(1);
    assertThat(alone.requesterExcluded()).isFalse();
    Policy both =
        fleet
            .slice("ds-osu-prod")
            .orElseThrow()
            .approvals()
            .policy("prune-volumes", List.of(Kind.DESTRUCTIVE, Kind.PRODUCTION));
    assertThat(both.people()).isEqualTo(2);
    assertThat(both.requesterExcluded()).isTrue();
    assertThat(both.roles()).contains(List.of("owner"));
    assertThat(both.preset()).isFalse();
  }

  @Test
  void theEksTodayExampleIsOneCluster() {
    ClusterSlice slice = Examples.read("eks-today").slice("eks-today").orElseThrow();

    assertThat(slice.hubs()).hasSize(1);
    assertThat(slice.neighbours()).isEmpty();
  }

  @Test
  void theShippedClusterOfOthersIsUpgradedWithoutADefinition() {
    FleetFile fleet = Examples.read("learning");
    ClusterSlice slice = fleet.slice("learning-test").orElseThrow();

    assertThat(fleet.blueprint("learning-test")).isEmpty();
    assertThat(slice.hubs())
        .containsExactly(new ClusterSlice.Hub("hub", "hub", true, "hub-test.example.edu"));
    assertThat(slice.upgrade())
        .isEqualTo(new UpgradePolicy(Skew.NEVER_NEWER_MAX_LAG, 1, 7, 26, false, List.of(), "", ""));
  }

  private FleetFile good() throws IOException {
    return written(BadFleets.GOOD);
  }

  private FleetFile written(String yaml) throws IOException {
    return FleetFile.read(Files.writeString(folder.resolve("fleet.yaml"), yaml));
  }
}
