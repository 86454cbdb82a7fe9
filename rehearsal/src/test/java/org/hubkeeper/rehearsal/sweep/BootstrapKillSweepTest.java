package org.hubkeeper.rehearsal.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One bootstrap in which the worker dies by SIGKILL in every step, and the Temporal server in some.
 * It must end as if nothing had happened: everything made once, and nothing left for a second run.
 */
@Timeout(1500)
class BootstrapKillSweepTest {

  private final BootstrapWorld world = BootstrapWorld.start();

  @AfterEach
  void end() {
    world.close();
  }

  @Test
  @Tag("full")
  @Tag("fact-125")
  void processesDieInEveryStep() {
    DeathInEachStep death = new DeathInEachStep(world, world.run());

    Report report = death.follow();

    assertThat(death.asked()).isEmpty();
    assertThat(report.status()).as(report.error()).isEqualTo(Status.COMPLETED);
    assertThat(report.leftovers()).isEmpty();
    assertThat(death.died().toString()).contains(buildingSteps(report));
    assertThat(Effects.made(world.changes())).hasSizeGreaterThan(15);
    assertThat(Effects.madeAnew(world.changes())).isEmpty();
    int changes = world.changes().size();
    int writes = world.writes().size();
    Report second = world.run().approveAll();
    assertThat(second.status()).as(second.error()).isEqualTo(Status.COMPLETED);
    assertThat(second.plan().changes()).isEmpty();
    assertThat(world.changes()).hasSize(changes);
    assertThat(world.writes()).hasSize(writes);
  }

  private static List<String> buildingSteps(Report report) {
    return report.steps().stream()
        .filter(step -> step.name().matches("0\\d-.*") && step.state() == Step.State.DONE)
        .map(Step::name)
        .toList();
  }
}
