package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.MadeCluster;
import org.hubkeeper.rehearsal.MadeCluster.Told;
import org.hubkeeper.rehearsal.Seats;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cluster does that a bootstrap has made, and what is true in it. */
@Timeout(1500)
class LivingClusterRehearsalTest {

  private static final String PLACEHOLDERS = "placeholders";

  private final MadeCluster cluster = MadeCluster.shared();
  private final Told again = cluster.again();
  private final BootstrapWorld world = cluster.world();
  private final AdminOfCluster admin = world.admin();
  private final KubernetesClient client = admin.client();

  @AfterEach
  void leave() {
    admin.close();
  }

  @Test
  @Tag("fact-36")
  void noAliasOfAnotherClusterIsOverwrittenForNoKubeconfigIsWritten() throws IOException {
    assertThat(again.report().status()).isEqualTo(Status.COMPLETED);
    // The worker's KUBECONFIG, which a tool that registers contexts would have written to.
    assertThat(world.address().file("empty")).isEmptyFile();
    try (var files = Files.walk(world.address().file("fleet"))) {
      assertThat(files.filter(Files::isRegularFile).map(LivingClusterRehearsalTest::text))
          .isNotEmpty()
          .noneMatch(text -> text.contains("kind: Config") || text.contains("current-context"));
    }
  }

  @Test
  @Tag("fact-46")
  void theRegistryStandsForDockerHubAndTheHubsPodComesByIt() {
    assertThat(
            client.configMaps().inNamespace("cluster-tools").list().getItems().stream()
                .filter(map -> map.getMetadata().getName().startsWith("registry-"))
                .map(map -> String.join("\n", map.getData().values())))
        .anyMatch(text -> text.contains("remoteurl: https://registry-1.docker.io"));
    assertThat(
            client
                .pods()
                .inNamespace(PLACEHOLDERS)
                .withLabel("app.kubernetes.io/component", "hub")
                .list()
                .getItems())
        .flatExtracting(pod -> pod.getSpec().getContainers())
        .extracting(Container::getImage)
        .isNotEmpty()
        .allMatch(image -> image.startsWith("localhost:30050/"));
  }

  @Test
  @Tag("fact-51")
  @Tag("fact-52")
  void grafanaIsReachedBelowTheHostNameAsAdminWithTheNewPasswordOnly() {
    assertThat(cluster.made().note("06-grafana"))
        .contains("https://hub-test.example.edu/grafana/login answers HTTP 200")
        .contains("https://hub-test.example.edu/grafana lets admin in with the new password only");
  }

  @Test
  @Tag("fact-59")
  void backupsAreSaidToRestoreWholeVolumesOnly() {
    assertThat(cluster.made().note("07-velero")).contains("whole volumes, never single files");
  }

  @Test
  @Tag("fact-61")
  @Tag("fact-64")
  void placeholdersGiveWayToUsersAndUsersToNobody() {
    try (Seats seats = new Seats(client, PLACEHOLDERS)) {
      Pod first = seats.take("user-1", Seats.OF_ONE_PLACEHOLDER);
      Pod second = seats.take("user-2", Seats.OF_THREE_PLACEHOLDERS);

      seats.refuse("user-3", Seats.OF_ONE_PLACEHOLDER);

      assertThat(seats.preempted())
          .isNotEmpty()
          .allMatch(pod -> pod.startsWith("user-placeholder"));
      assertThat(seats.still(first)).isTrue();
      assertThat(seats.still(second)).isTrue();
    }
  }

  @Test
  @Tag("fact-69")
  void theHubOfPlaceholdersGoesWithItsStorageAndComesBack() {
    assertThat(storage()).isNotEmpty();
    world.helm("uninstall", PLACEHOLDERS, "--namespace", PLACEHOLDERS, "--wait");

    assertThat(storage()).isEmpty();
    assertThat(
            client.persistentVolumeClaims().inNamespace(PLACEHOLDERS).list().getItems().stream()
                .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null))
        .isEmpty();

    Told back = cluster.follow(world.run("bootstrap", Map.of("only", "08-placeholders")));
    assertThat(back.report().status()).isEqualTo(Status.COMPLETED);
    assertThat(storage()).isNotEmpty();
  }

  @Test
  void oneComponentCanBeProvedAgainByItself() {
    Told one = cluster.follow(world.run("bootstrap", Map.of("only", "06-grafana")));

    assertThat(one.report().status()).isEqualTo(Status.COMPLETED);
    assertThat(one.report().plan().changes()).isEmpty();
    assertThat(one.report().steps())
        .extracting(Step::name)
        .filteredOn(name -> name.matches("0\\d-.*"))
        .containsExactly("06-grafana");
    assertThat(one.note("06-grafana")).contains("lets admin in");
    assertThat(one.changes()).isEmpty();
  }

  private List<String> storage() {
    return client
        .apps()
        .statefulSets()
        .inNamespace(PLACEHOLDERS)
        .withLabel("app.kubernetes.io/component", "storage")
        .list()
        .getItems()
        .stream()
        .map(set -> set.getMetadata().getName())
        .toList();
  }

  private static String text(java.nio.file.Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
