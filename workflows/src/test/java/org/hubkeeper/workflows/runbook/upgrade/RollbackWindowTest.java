package org.hubkeeper.workflows.runbook.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.activity.Notices;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.runbook.upgrade.RollbackWindow.Window;
import org.hubkeeper.workflows.testing.FakeCluster;
import org.hubkeeper.workflows.testing.Slices;
import org.junit.jupiter.api.Test;

/** The word before a move can't be taken back any more. */
class RollbackWindowTest extends UpgradeTest {

  @Test
  void ownersAreToldADayBeforeTheWayBackCloses() {
    provider.version = KubeVersion.parse("1.34");

    ended();

    assertThat(temporal.office.told)
        .extracting(Notices.Notice::subject)
        .containsExactly("The way back to 1.33 closes");
  }

  @Test
  void onceNodesHaveFollowedThereIsNothingToDecide() {
    provider.version = KubeVersion.parse("1.34");
    provider.pools.get("core").version = provider.version;

    assertThat(ended()).isEqualTo("nodes have followed to 1.34");
    assertThat(temporal.office.told).isEmpty();
  }

  @Test
  void onceItWasTakenBackThereIsNothingToDecide() {
    assertThat(ended()).isEqualTo("the control plane is at 1.33 by now");
    assertThat(temporal.office.told).isEmpty();
  }

  private String ended() {
    Window window =
        new Window(
            Slices.ref(own, "test").withUid(FakeCluster.UID),
            List.of("hub-admins@example.edu"),
            "America/Los_Angeles",
            KubeVersion.parse("1.33"),
            KubeVersion.parse("1.34"),
            Instant.ofEpochMilli(temporal.environment().currentTimeMillis())
                .plus(Duration.ofDays(7)),
            1);
    return temporal.start("UpgradeRollbackWindow", window).stub().getResult(String.class);
  }
}
