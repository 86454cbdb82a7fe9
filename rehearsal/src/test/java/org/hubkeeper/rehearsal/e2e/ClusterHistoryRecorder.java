package org.hubkeeper.rehearsal.e2e;

import java.io.IOException;
import org.hubkeeper.rehearsal.MadeCluster;
import org.hubkeeper.rehearsal.RecordedHistory;
import org.hubkeeper.rehearsal.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Records histories of a rehearsed cluster, which the module workflows replays in each build:
 * {@code mvn test -Dtest=ClusterHistoryRecorder -Drecord.histories=true}. Recorded files of earlier
 * commits are kept under other names.
 */
@EnabledIfSystemProperty(named = "record.histories", matches = "true")
@Timeout(1500)
class ClusterHistoryRecorder {

  private final MadeCluster cluster = MadeCluster.shared();

  @Test
  void ofAClusterAndWhatIsAddedToIt() throws IOException {
    record(cluster.made().run(), "bootstrap-done.json");
    record(cluster.again().run(), "bootstrap-again.json");
    record(cluster.larger().run(), "add-node-group-done.json");
  }

  private void record(TestRun run, String name) throws IOException {
    new RecordedHistory(run, cluster.world().address().directory()).write(name);
  }
}
