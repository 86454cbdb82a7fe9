package org.hubkeeper.workflows.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.hubkeeper.workflows.testing.Slices;
import org.junit.jupiter.api.Test;

/** The holder's side of a lock. */
class LeaseTest extends KernelTest {

  @Test
  void aLockThatCannotBeGivenBackDoesNotSpoilTheRun() {
    temporal.office.freeFails = FailureKind.FORBIDDEN;

    Report report =
        start(
                (steps, request, probe) -> {
                  steps.lock(Slices.ref(cluster, "test"), "volumes");
                  step(steps, probe, "a");
                  steps.release(Slices.ref(cluster, "test"), "volumes");
                  step(steps, probe, "b");
                })
            .result();

    assertThat(report.status()).isEqualTo(Report.Status.COMPLETED);
    assertThat(world.log).containsExactly("a", "b");
    assertThat(report.leftovers())
        .isNotEmpty()
        .allMatch(
            line ->
                line.equals(
                    "lock/"
                        + cluster
                        + "/volumes is freed by the end of the run: FORBIDDEN: not allowed"));
  }
}
