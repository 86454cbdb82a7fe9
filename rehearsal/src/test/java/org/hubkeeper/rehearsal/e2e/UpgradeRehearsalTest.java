package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Node;
import java.io.IOException;
import java.util.List;
import org.hubkeeper.rehearsal.RecordedHistory;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.UpgradeWorld;
import org.hubkeeper.rehearsal.docs.RunbookPage;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Two minors up with two pools and users online, and once more. With {@code
 * -Drecord.histories=true} the first run's history is recorded for replay.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1500)
class UpgradeRehearsalTest {

  private UpgradeWorld world;
  private TestRun first;
  private Report report;
  private Report second;
  private List<Request> changes;
  private int changesAfterSecond;

  @BeforeAll
  void upgradeTwice() {
    world = UpgradeWorld.start("users-online");
    first = world.run("1.36");
    report = first.approveAll();
    changes = world.changes();
    second = world.run("1.36").approveAll();
    changesAfterSecond = world.changes().size();
  }

  @AfterAll
  void end() {
    world.close();
  }

  @Test
  void itEndsAtTheTargetAndLeavesNothing() {
    assertThat(report.error()).isEmpty();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.leftovers()).isEmpty();
    try (AdminOfCluster admin = world.admin()) {
      List<Node> nodes = admin.client().nodes().list().getItems();
      assertThat(nodes)
          .isNotEmpty()
          .allMatch(node -> node.getStatus().getNodeInfo().getKubeletVersion().startsWith("v1.36."))
          .noneMatch(node -> Boolean.TRUE.equals(node.getSpec().getUnschedulable()));
    }
  }

  @Test
  void noUsersPodIsEverEvicted() {
    List<JsonNode> evictions =
        world.audited().stream()
            .filter(event -> event.at("/objectRef/subresource").asText().equals("eviction"))
            .toList();

    assertThat(evictions).isNotEmpty();
    assertThat(evictions)
        .noneMatch(event -> event.at("/objectRef/name").asText().startsWith("jupyter-"));
  }

  @Test
  void theControlPlaneIsMovedOncePerMinor() {
    assertThat(operation("UpdateClusterVersion")).hasSize(2);
  }

  @Test
  void aSecondRunPlansNothingAndChangesNothing() {
    assertThat(second.status()).isEqualTo(Status.COMPLETED);
    assertThat(second.plan().changes()).isEmpty();
    assertThat(changesAfterSecond).isEqualTo(changes.size());
  }

  @Test
  void thePageHasTheStepsOfARehearsal() throws IOException {
    new RunbookPage("upgrade").check(report);
  }

  @Test
  @EnabledIfSystemProperty(named = "record.histories", matches = "true")
  void itsHistoryIsRecorded() throws IOException {
    new RecordedHistory(first, world.directory()).write("upgrade-done.json");
  }

  private List<Request> operation(String name) {
    return changes.stream().filter(one -> one.operation().equals(name)).toList();
  }
}
