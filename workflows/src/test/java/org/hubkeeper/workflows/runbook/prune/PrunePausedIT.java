package org.hubkeeper.workflows.runbook.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.EventType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.testing.RealTemporal;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders that meet a page of the deletion, on the real server. */
@Timeout(300)
class PrunePausedIT {

  private static final Actor SAM = new Actor("sam", "", "terminal");

  private final FakeCloud cloud = new FakeCloud();
  private final AtomicInteger looks = new AtomicInteger();
  private final String own = "own-" + UUID.randomUUID();
  private RealTemporal temporal;

  @BeforeEach
  void startTemporal() {
    temporal =
        new RealTemporal(
            List.of(PruneVolumesImpl.class, PruneVolumesPageImpl.class), List.of(), cloud);
    temporal.office.clusters.put(own, Slices.test(own));
    cloud.add(Vol.vol("v1").cluster(own), Vol.vol("v2").cluster(own));
    cloud.before.put(
        "delete",
        () -> {
          looks.incrementAndGet();
          cloud.volumes.remove("v1");
          throw Failures.notReady("v1 is vanishing");
        });
  }

  @AfterEach
  void stopTemporal() {
    temporal.close();
  }

  @Test
  void aPauseEndsThePageAndTheResumeBeginsItAgain() {
    TestRun run = deleting();

    run.signal("pause", SAM);
    run.until(r -> run.events(EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_CANCELED) == 1);
    assertThat(run.progress().status()).isEqualTo(Status.PAUSED);
    assertThat(run.progress().questions()).isEmpty();

    cloud.before.remove("delete");
    run.signal("resume", SAM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(cloud.volumes).isEmpty();
    assertThat(report.results())
        .containsExactly("v1 was gone already: it no longer exists", "v2 deleted");
  }

  @Test
  void anAbortEndsThePageTakesTheMarksOffAndTellsWhatIsGone() {
    TestRun run = deleting();

    run.signal("abort", SAM);
    Report report = run.result();

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(cloud.volumes).containsOnlyKeys("v2");
    assertThat(cloud.volumes.get("v2").markedBy()).isEmpty();
    assertThat(report.results()).containsExactly("v1 is gone");
  }

  private TestRun deleting() {
    TestRun run =
        temporal.start(
            "PruneVolumes", Map.of("cluster", own, "graceDays", 0, "timeFactor", 1000.0));
    Question question = run.question();
    run.answer(question, Answer.APPROVE, SAM);
    run.until(report -> looks.get() > 1);
    return run;
  }
}
