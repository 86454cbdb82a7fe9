package org.hubkeeper.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The history of a rehearsed run as a file of the module workflows, which replays it in each build:
 * it names no person, machine or directory.
 *
 * @param world directory of the world that the run was in
 */
public record RecordedHistory(TestRun run, String world) {

  private static final Pattern PAYLOAD = Pattern.compile("\"data\": \"([^\"]+)\"");
  private static final Path HISTORIES = Path.of("../workflows/src/test/resources/histories");

  /** Writes it. Files of earlier commits are kept under other names. */
  public void write(String name) throws IOException {
    String json = run.readableHistory();
    String id = run.ref().workflowId();
    String recorded = id.substring(0, id.lastIndexOf('/')) + "/recorded";
    String nobodys =
        json.replace(id, recorded)
            .replace(world, "/world")
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
    if (!text.contains(world)) {
      return found.group();
    }
    byte[] without = text.replace(world, "/world").getBytes(StandardCharsets.UTF_8);
    return "\"data\": \"%s\"".formatted(Base64.getEncoder().encodeToString(without));
  }
}
