package org.hubkeeper.activities.archive;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.hubkeeper.workflows.activity.Archive;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Markdown;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.report.HtmlReport;

/**
 * Keeps reports and histories in a directory, as {@code CLUSTER/WORKFLOW_RUN/report.json}, {@code
 * report.md}, {@code report.html} and {@code history.json.gz}.
 *
 * <p>A file is either there as a whole or not at all; storing again replaces it.
 */
public final class FileArchive implements Archive {

  private final Path directory;
  private final WorkflowClient client;

  /** Reads histories by the client; the directory is made when it is missing. */
  public FileArchive(Path directory, WorkflowClient client) {
    this.directory = directory;
    this.client = client;
  }

  @Override
  public String store(Report report) {
    ActivityInfo run = Activity.getExecutionContext().getInfo();
    WorkflowExecutionHistory history =
        client.fetchHistory(run.getWorkflowId(), run.getWorkflowRunId());
    Path folder = folder(report, run);
    try {
      Files.createDirectories(folder);
      write(folder.resolve("history.json.gz"), zipped(history.toJson(false)));
      write(folder.resolve("report.md"), Markdown.report(report));
      write(folder.resolve("report.html"), HtmlReport.of(report));
      // Last, since it is what lists go by: where it is, the others are too.
      write(folder.resolve("report.json"), Json.MAPPER.writeValueAsString(report));
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    return folder.toString();
  }

  static ApplicationFailure unwritable(Path folder, IOException e) {
    return Failures.of(
        e instanceof AccessDeniedException ? FailureKind.FORBIDDEN : FailureKind.UNAVAILABLE,
        "the archive can't be written (%s: %s); give the worker a writable `archive`"
            .formatted(e.getClass().getSimpleName(), folder),
        null);
  }

  private Path folder(Report report, ActivityInfo run) {
    String cluster = report.cluster().isEmpty() ? "no-cluster" : report.cluster();
    return directory
        .resolve(plain(cluster))
        .resolve(plain(run.getWorkflowId() + "_" + run.getWorkflowRunId()));
  }

  /** Cluster and workflow id come from an input that anybody may type. */
  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.+", "_");
    return plain.length() > 200 ? plain.substring(plain.length() - 200) : plain;
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
