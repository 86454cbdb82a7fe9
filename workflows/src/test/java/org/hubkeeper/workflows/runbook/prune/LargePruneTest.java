package org.hubkeeper.workflows.runbook.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.concurrent.atomic.AtomicInteger;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand volumes fit into what the server takes. */
class LargePruneTest extends PruneTest {

  @Test
  @Tag("full")
  @Timeout(300)
  void tenThousandVolumesStayBelowTwoThousandEventsAndEveryPayloadBelow256kB() {
    cluster("test", Slices.ref("neighbour", "test"));
    for (int i = 0; i < 10_000; i++) {
      cloud.add(vol("vol-0123456789abc%05d".formatted(i)).hub("hub-" + i % 30).gib(1));
    }
    AtomicInteger listings = new AtomicInteger();
    cloud.before.put("list", listings::incrementAndGet);
    TestRun run = start("maxVolumes", 10_000);

    Report report = approveAll(run);

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(cloud.volumes).isEmpty();
    assertThat(listings).hasValue(20);
    assertThat(report.plan().size()).isEqualTo(10_000);
    WorkflowExecutionHistory history = run.history();
    assertThat(history.getEvents().size()).isLessThan(2000);
    assertThat(history.getEvents())
        .extracting(HistoryEvent::getSerializedSize)
        .allSatisfy(size -> assertThat(size).isLessThan(256_000));
  }
}
