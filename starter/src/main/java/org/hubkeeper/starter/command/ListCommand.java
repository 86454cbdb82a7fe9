package org.hubkeeper.starter.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hubkeeper.starter.Context;
import org.hubkeeper.starter.Exit;
import org.hubkeeper.starter.HubkeeperCommand;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.output.RunJson;
import org.hubkeeper.starter.runs.ArchiveFiles;
import org.hubkeeper.starter.runs.RunQuery;
import org.hubkeeper.starter.runs.RunRow;
import org.hubkeeper.starter.runs.ServerVisibility;
import org.hubkeeper.starter.terminal.Console;
import org.hubkeeper.starter.terminal.RunTable;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.runbook.RunbookInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code hubkeeper list}. */
@Command(
    name = "list",
    description = "List runs, the newest first.",
    footer = {"", "Example:", "  hubkeeper list --state WAITING"})
public final class ListCommand implements Callable<Integer> {

  @ParentCommand private HubkeeperCommand root;

  @Option(names = "--cluster", paramLabel = "NAME", description = "Only runs of this cluster.")
  private String cluster = "";

  @Option(names = "--state", paramLabel = "STATE", description = "Only ${COMPLETION-CANDIDATES}.")
  private Status state;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit = 30;

  @Option(
      names = "--archive",
      paramLabel = "DIR",
      description = "List archived runs too (or HUBKEEPER_ARCHIVE).")
  private String archive = "";

  @Option(names = "--output", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Output output = Output.text;

  @Override
  public Integer call() {
    Context context = root.context();
    ArchiveFiles files = Runs.archive(context, archive);
    List<RunRow> rows = both(listed(context), files.rows());
    if (output == Output.json) {
      context.console().out().println(json(rows));
      return Exit.DONE;
    }
    Console console = context.console();
    new RunTable(console.colour(), console.width()).lines(rows).forEach(console.out()::println);
    return Exit.DONE;
  }

  private List<RunRow> listed(Context context) {
    List<String> types = context.catalogue().stream().map(RunbookInfo::type).toList();
    RunQuery query = new RunQuery(types, cluster, Optional.ofNullable(state), limit);
    try (TemporalConnection connection = root.prepare()) {
      return new ServerVisibility(connection).list(query.text(), query.limit());
    }
  }

  /** A run that the server still has is not listed a second time. */
  private List<RunRow> both(List<RunRow> listed, List<RunRow> archived) {
    Set<String> known = new HashSet<>();
    listed.forEach(row -> known.add(row.run().runId()));
    List<RunRow> rows = new ArrayList<>(listed);
    archived.stream()
        .filter(row -> known.add(row.run().runId()))
        .filter(row -> cluster.isEmpty() || row.cluster().equals(cluster))
        .filter(row -> state == null || row.status() == state)
        .forEach(rows::add);
    rows.sort(Comparator.comparing(RunRow::startedAt).reversed());
    return rows.subList(0, Math.min(limit, rows.size()));
  }

  private static String json(List<RunRow> rows) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (RunRow row : rows) {
      ObjectNode json = array.addObject();
      json.put("runbook", row.runbook());
      json.put("cluster", row.cluster());
      json.put("workflowId", row.run().workflowId());
      json.put("runId", row.run().runId());
      json.put("status", row.status().name());
      json.put("waitingFor", row.waitingFor());
      json.put("startedAt", RunJson.time(row.startedAt()));
      json.put("finishedAt", RunJson.time(row.finishedAt()));
    }
    return RunJson.text(array);
  }
}
