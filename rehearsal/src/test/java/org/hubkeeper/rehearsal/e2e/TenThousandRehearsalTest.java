package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand volumes, with a worker that has 192 MB of heap and dies when they are too few. */
@Tag("full")
class TenThousandRehearsalTest {

  private static final int LIMIT_BYTES = 256 * 1024;

  private final RehearsalWorld world = RehearsalWorld.shared();

  @Test
  void tenThousandVolumesFitIntoHistoryPayloadsAndMemory() {
    world.scene("10k");
    long worker = world.worker();
    TestRun run =
        world.run(RehearsalWorld.TEST, Map.of("maxVolumes", 10_000, "maxGiB", 10_000_000));

    Report report = run.patient().approveAll();

    assertThat(report.status()).as(report.error()).isEqualTo(Status.COMPLETED);
    assertThat(world.aws().state().path("volumes")).hasSize(3);
    assertThat(world.worker()).as("the worker's process").isEqualTo(worker);
    List<HistoryEvent> events = run.eventList();
    assertThat(events.size()).isLessThan(2000);
    assertThat(events).allMatch(event -> event.getSerializedSize() < LIMIT_BYTES);
    for (TestRun page : run.children()) {
      assertThat(page.eventList().size()).isLessThan(2000);
      assertThat(page.eventList()).allMatch(event -> event.getSerializedSize() < LIMIT_BYTES);
    }
    List<String> tokens = tokens();
    assertThat(tokens).hasSize(20).doesNotHaveDuplicates();
  }

  /** By which the pages of the listing were asked for. */
  private List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    for (JsonNode entry : world.log()) {
      if (entry.path("operation").asText().equals("DescribeVolumes")
          && entry.path("params").has("MaxResults")) {
        tokens.add(entry.path("params").path("NextToken").asText("first"));
      }
    }
    return tokens;
  }
}
