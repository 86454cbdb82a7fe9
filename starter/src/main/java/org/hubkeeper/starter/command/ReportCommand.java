package org.hubkeeper.starter.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.workflows.kernel.Markdown;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.report.HtmlReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper report}. */
@Command(
    name = "report",
    description = "Write the report of a run: what was planned, decided, done and left.",
    footer = {
      "",
      "Example:",
      "  hubkeeper report prune-volumes/ds-osu-test --format html --out report.html"
    })
public final class ReportCommand implements Callable<Integer> {

  /** Forms of a report. */
  enum Format {
    md,
    html,
    json
  }

  @ParentCommand private HubkeeperCommand root;

  @Parameters(paramLabel = "RUN", description = "Workflow id, run id or unique prefix.")
  private String run = "";

  @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.md;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write it (default: standard output).")
  private Path out;

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = "Where reports are kept after retention (or HUBKEEPER_ARCHIVE).")
  private String archive = "";

  @Override
  public Integer call() {
    Console console = root.context().console();
    try (Runs runs = new Runs(root, archive)) {
      String text = text(runs.read(run).report());
      if (out == null) {
        console.out().println(text.stripTrailing());
      } else {
        write(text);
        console.err().println("Report written to " + out);
      }
      return Exit.DONE;
    }
  }

  private String text(Report report) {
    return switch (format) {
      case md -> Markdown.report(report);
      case html -> HtmlReport.of(report);
      case json -> RunJson.text(RunJson.of(report)) + "\n";
    };
  }

  private void write(String text) {
    try {
      Files.writeString(out, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure(
          Exit.USAGE, "--out " + out + ": can't be written: " + e.getMessage(), e);
    }
  }
}
