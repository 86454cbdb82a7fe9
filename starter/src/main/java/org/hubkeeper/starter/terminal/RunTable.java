package org.hubkeeper.starter.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.starter.runs.RunRow;

/** A list of runs, a line each. */
public final class RunTable {

  private static final int STATE = 10;
  private static final int AGE = 18;

  private final Colour colour;
  private final int width;

  public RunTable(Colour colour, int width) {
    this.colour = colour;
    this.width = width;
  }

  public List<String> lines(List<RunRow> rows) {
    return lines(rows, Instant.now());
  }

  List<String> lines(List<RunRow> rows, Instant now) {
    if (rows.isEmpty()) {
      return List.of("No runs.");
    }
    int id = rows.stream().mapToInt(row -> row.run().workflowId().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    lines.add(
        colour.bold(
            Words.padded("STATE", STATE)
                + "  "
                + Words.padded("RUN", id)
                + "  "
                + Words.padded("STARTED", AGE)
                + "  WAITING FOR"));
    rows.forEach(row -> lines.add(line(row, id, now)));
    return lines;
  }

  private String line(RunRow row, int id, Instant now) {
    String age = Words.duration(Duration.between(row.startedAt(), now)) + " ago";
    int left = Math.max(20, width - STATE - id - AGE - 6);
    return (state(row)
            + "  "
            + Words.padded(row.run().workflowId(), id)
            + "  "
            + Words.padded(age, AGE)
            + "  "
            + Words.cut(row.waitingFor(), left))
        .stripTrailing();
  }

  private String state(RunRow row) {
    String word = Words.padded(row.status().name(), STATE);
    return switch (row.status()) {
      case RUNNING -> colour.cyan(word);
      case COMPLETED -> colour.green(word);
      case WAITING, PAUSED -> colour.yellow(word);
      case ABORTED, FAILED, TERMINATED, TIMED_OUT -> colour.red(word);
    };
  }
}
