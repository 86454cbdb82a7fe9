package org.hubkeeper.starter.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.hubkeeper.starter.CommandFailure;

/**
 * Finds the run that people mean.
 *
 * <ol>
 *   <li>A workflow id, as it is; of several runs the latest.
 *   <li>A run id.
 *   <li>The beginning of a workflow id or run id, if only one workflow has it.
 *   <li>The same in the archive.
 * </ol>
 */
public final class RunFinder {

  /** Most runs that an ambiguous prefix lists. */
  private static final int LISTED = 20;

  private final Function<String, Optional<RunRef>> byWorkflowId;
  private final Visibility visibility;
  private final ArchiveFiles archive;
  private final List<String> types;

  public RunFinder(
      Function<String, Optional<RunRef>> byWorkflowId,
      Visibility visibility,
      ArchiveFiles archive,
      List<String> types) {
    this.byWorkflowId = byWorkflowId;
    this.visibility = visibility;
    this.archive = archive;
    this.types = List.copyOf(types);
  }

  /** Returns the one run meant, or fails with those that could be. */
  public RunRef find(String text) {
    if (text.isBlank()) {
      throw CommandFailure.usage("RUN is empty; `hubkeeper list` shows the runs");
    }
    return byWorkflowId
        .apply(text)
        .or(() -> only(text, listed(query("RunId", "=", text))))
        .or(() -> only(text, listed(query("WorkflowId", "STARTS_WITH", text))))
        .or(() -> only(text, listed(query("RunId", "STARTS_WITH", text))))
        .or(() -> only(text, archive.find(text)))
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "no run \"" + text + "\"; `hubkeeper list` shows the runs there are"));
  }

  private String query(String field, String operator, String text) {
    return RunQuery.ofTypes(types) + " AND " + field + " " + operator + " " + RunQuery.quoted(text);
  }

  private List<RunRef> listed(String query) {
    return visibility.list(query, LISTED).stream().map(RunRow::run).toList();
  }

  private static Optional<RunRef> only(String text, List<RunRef> found) {
    Map<String, RunRef> newest = new TreeMap<>();
    found.forEach(run -> newest.putIfAbsent(run.workflowId(), run));
    if (newest.size() > 1) {
      List<String> lines = new ArrayList<>();
      newest.keySet().forEach(id -> lines.add("  " + id));
      throw CommandFailure.usage(
          "\"" + text + "\" is not one run but:\n" + String.join("\n", lines));
    }
    return newest.values().stream().findFirst();
  }
}
