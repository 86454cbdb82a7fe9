package org.hubkeeper.rehearsal.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hubkeeper.rehearsal.MadeCluster;
import org.hubkeeper.rehearsal.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Records histories of a rehearsed cluster, which the module workflows replays in each build:
 * {@code mvn test -Dtest=HistoryRecorder -Drecord.histories=true}. Recorded files of earlier
 * commits are kept under other names.
 */
@EnabledIfSystemProperty(named = "record.histories", matches = "true")
@Timeout(1500)
class HistoryRecorder {

  private static final Path HISTORIES = Path.of("../workflows/src/test/resources/histories");

  private final MadeCluster cluster = MadeCluster.shared();

  @Test
  void ofAClusterAndWhatIsAddedToIt() throws IOException {
    record(cluster.made().run(), "bootstrap-done.json");
    record(cluster.again().run(), "bootstrap-again.json");
    record(cluster.larger().run(), "add-node-group-done.json");
  }

  private static void record(TestRun run, String name) throws IOException {
    String json = run.readableHistory();
    String id = run.ref().workflowId();
    String recorded = id.substring(0, id.lastIndexOf('/')) + "/recorded";
    Files.writeString(
        HISTORIES.resolve(name),
        json.replace(id, recorded)
                .replaceAll("\"identity\": \"[^\"]*\"", "\"identity\": \"recorder\"")
            + "\n");
  }
}
