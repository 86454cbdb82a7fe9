package org.hubkeeper.rehearsal.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;
import org.junit.jupiter.api.Test;

class FaultWatcherTest {

  private static final ProcessFault FAULT =
      (ProcessFault) Fault.parse("kill-worker@Delete", List.of());

  @Test
  void aProcessDiesOnceWhenItsStepRuns() throws InterruptedException {
    BlockingQueue<ProcessFault> struck = new LinkedBlockingQueue<>();
    AtomicInteger looks = new AtomicInteger();

    try (FaultWatcher watcher =
        new FaultWatcher(
            List.of(FAULT), () -> Optional.of(after(looks.incrementAndGet())), struck::add)) {
      assertThat(struck.poll(20, TimeUnit.SECONDS)).isEqualTo(FAULT);
      assertThat(watcher.waiting()).isEmpty();
      assertThat(looks.get()).isGreaterThanOrEqualTo(3);
    }
    assertThat(struck).isEmpty();
  }

  @Test
  void aRunThatDoesNotAnswerIsAskedAgain() throws InterruptedException {
    BlockingQueue<ProcessFault> struck = new LinkedBlockingQueue<>();
    AtomicInteger looks = new AtomicInteger();

    try (FaultWatcher watcher =
        new FaultWatcher(
            List.of(FAULT),
            () -> looks.incrementAndGet() < 3 ? Optional.empty() : Optional.of(after(9)),
            struck::add)) {
      assertThat(struck.poll(20, TimeUnit.SECONDS)).isEqualTo(FAULT);
      assertThat(watcher.waiting()).isEmpty();
    }
  }

  /** The step that the fault waits for is pending at first and runs from the third look on. */
  private static Report after(int looks) {
    List<Step> steps =
        List.of(
            step("Wait 7 days", Step.State.DONE),
            step("Delete 10 volumes", looks < 3 ? Step.State.PENDING : Step.State.RUNNING));
    return new Report(
        "prune-volumes",
        "c",
        "w",
        "r",
        "",
        Report.Status.RUNNING,
        "",
        Instant.EPOCH,
        new PlanView("", List.of(), 0, List.of(), List.of(), List.of()),
        steps,
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "",
        "",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Step step(String name, Step.State state) {
    return new Step(name, state, Instant.EPOCH, Instant.EPOCH, 1, "", List.of());
  }
}
