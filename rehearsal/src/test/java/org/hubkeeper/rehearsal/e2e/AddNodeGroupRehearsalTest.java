package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.MadeCluster;
import org.hubkeeper.rehearsal.MadeCluster.Told;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node group for the cluster that another run has made. */
@Timeout(1500)
class AddNodeGroupRehearsalTest {

  private final MadeCluster cluster = MadeCluster.shared();
  private final Told larger = cluster.larger();

  @Test
  @Tag("fact-31")
  void theGroupIsMadeWithOneNodeAndNothingElseIsMadeInAws() {
    assertThat(larger.report().status()).isEqualTo(Status.COMPLETED);
    assertThat(larger.report().leftovers()).isEmpty();
    assertThat(larger.changes())
        .filteredOn(change -> change.path("service").asText().equals("eks"))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.path("operation").asText()).isEqualTo("CreateNodegroup");
              assertThat(change.path("resources").toString()).contains(MadeCluster.GROUP);
            });
    assertThat(larger.plan().changes())
        .extracting(change -> change.target() + ": " + change.detail())
        .contains("node group " + MadeCluster.GROUP + ": m5.4xlarge, 1 node, 0 to 4");
  }

  @Test
  @Tag("fact-44")
  void theAutoscalersPrioritiesKnowIt() {
    try (AdminOfCluster admin = cluster.world().admin()) {
      assertThat(
              admin
                  .client()
                  .configMaps()
                  .inNamespace("cluster-tools")
                  .withName("cluster-autoscaler-priority-expander")
                  .get()
                  .getData()
                  .get("priorities"))
          .contains("m5-4xlarge");
    }
  }

  @Test
  @Tag("fact-32")
  void itIdlesAtItsMinimum() {
    assertThat(larger.report().steps())
        .filteredOn(step -> step.name().equals("Wait until it idles at 0"))
        .extracting(step -> step.state())
        .containsExactly(State.DONE);
    try (AdminOfCluster admin = cluster.world().admin()) {
      assertThat(
              admin
                  .client()
                  .nodes()
                  .withLabel("eks.amazonaws.com/nodegroup", MadeCluster.GROUP)
                  .list()
                  .getItems())
          .isEmpty();
    }
  }

  @Test
  void onlyThatPoolIsLocked() {
    assertThat(larger.report().steps())
        .filteredOn(step -> step.name().startsWith("Lock"))
        .extracting(step -> step.name())
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                "Lock ds-osu-test/components",
                "Lock ds-osu-test/control-plane",
                "Lock ds-osu-test/pool/" + MadeCluster.GROUP));
  }

  @Test
  @Tag("fact-126")
  void onceMorePlansNothing() {
    Told again =
        cluster.follow(
            cluster.world().run("add-node-group", Map.of("nodeGroup", MadeCluster.GROUP)));

    assertThat(again.report().status()).isEqualTo(Status.COMPLETED);
    assertThat(again.report().plan().changes()).isEmpty();
    assertThat(again.changes()).isEmpty();
    assertThat(again.after()).isEqualTo(again.before());
  }
}
