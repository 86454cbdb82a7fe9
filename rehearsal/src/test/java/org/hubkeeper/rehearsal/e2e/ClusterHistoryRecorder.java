package org.hubkeeper.rehearsal.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.rehearsal.MadeCluster;
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

  private static final Pattern PAYLOAD = Pattern.compile("\"data\": \"([^\"]+)\"");
  private static final Path HISTORIES = Path.of("../workflows/src/test/resources/histories");

  private final MadeCluster cluster = MadeCluster.shared();

  @Test
  void ofAClusterAndWhatIsAddedToIt() throws IOException {
    record(cluster.made().run(), "bootstrap-done.json");
    record(cluster.again().run(), "bootstrap-again.json");
    record(cluster.larger().run(), "add-node-group-done.json");
  }

  private void record(TestRun run, String name) throws IOException {
    String json = run.readableHistory();
    String id = run.ref().workflowId();
    String recorded = id.substring(0, id.lastIndexOf('/')) + "/recorded";
    String nobodys =
        json.replace(id, recorded)
            .replaceAll("\"identity\": \"[^\"]*\"", "\"identity\": \"recorder\"")
            .replaceAll("worker@\\d+", "recorder");
    String nowhere =
        PAYLOAD.matcher(nobodys).replaceAll(found -> Matcher.quoteReplacement(placeless(found)));
    Files.writeString(HISTORIES.resolve(name), nowhere + "\n");
  }

  /** Payloads name the world's directory, too. */
  private String placeless(MatchResult found) {
    byte[] data = Base64.getDecoder().decode(found.group(1).replace("\\u003d", "="));
    String text = new String(data, StandardCharsets.UTF_8);
    String here = cluster.world().address().directory();
    if (!text.contains(here)) {
      return found.group();
    }
    byte[] without = text.replace(here, "/world").getBytes(StandardCharsets.UTF_8);
    return "\"data\": \"%s\"".formatted(Base64.getEncoder().encodeToString(without));
  }
}
