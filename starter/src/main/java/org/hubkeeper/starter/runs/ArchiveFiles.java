package org.hubkeeper.starter.runs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Report;

/** The reports that runs have left in a directory; they outlive the server's retention. */
public final class ArchiveFiles {

  private static final String REPORT = "report.json";

  private final Optional<Path> directory;

  public ArchiveFiles(Optional<Path> directory) {
    this.directory = directory;
    directory
        .filter(given -> !Files.isDirectory(given))
        .ifPresent(
            given -> {
              throw CommandFailure.usage(
                  "archive: no directory " + given + "; check --archive or HUBKEEPER_ARCHIVE");
            });
  }

  public boolean configured() {
    return directory.isPresent();
  }

  Optional<Report> read(RunRef run) {
    return reports().stream()
        .filter(report -> report.workflowId().equals(run.workflowId()))
        .filter(report -> run.runId().isEmpty() || report.runId().equals(run.runId()))
        .findFirst();
  }

  /** Runs whose workflow id or run id begins so, the newest first. */
  List<RunRef> find(String prefix) {
    return reports().stream()
        .filter(r -> r.workflowId().startsWith(prefix) || r.runId().startsWith(prefix))
        .map(report -> new RunRef(report.workflowId(), report.runId()))
        .toList();
  }

  /** All archived runs, the newest first. */
  public List<RunRow> rows() {
    return reports().stream()
        .map(
            r ->
                new RunRow(
                    r.runbook(),
                    r.cluster(),
                    new RunRef(r.workflowId(), r.runId()),
                    r.status(),
                    "",
                    r.startedAt(),
                    r.finishedAt()))
        .toList();
  }

  private List<Report> reports() {
    if (directory.isEmpty()) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory.get())) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).endsWith(REPORT))
          .flatMap(file -> report(file).stream())
          .sorted(Comparator.comparing(Report::startedAt).reversed())
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw CommandFailure.failed("archive: " + directory.get() + " can't be read: " + e);
    }
  }

  /** A file that is no report of ours is none. */
  private static Optional<Report> report(Path file) {
    try {
      Report report = Json.MAPPER.readValue(file.toFile(), Report.class);
      return report.workflowId() == null ? Optional.empty() : Optional.of(report);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
