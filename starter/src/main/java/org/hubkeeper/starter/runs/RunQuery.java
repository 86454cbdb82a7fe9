package org.hubkeeper.starter.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hubkeeper.workflows.kernel.Report.Status;

/** Which runs are wanted, in the language of Temporal's visibility. */
public record RunQuery(List<String> types, String cluster, Optional<Status> status, int limit) {

  public RunQuery {
    types = List.copyOf(types);
  }

  /** The query that the server understands. */
  public String text() {
    List<String> terms = new ArrayList<>();
    terms.add(ofTypes(types));
    if (!cluster.isEmpty()) {
      terms.add("HubkeeperCluster = " + quoted(cluster));
    }
    status.map(RunQuery::term).ifPresent(terms::add);
    return String.join(" AND ", terms);
  }

  /** Only runs of runbooks; locks and pages of plans are of no interest to people. */
  static String ofTypes(List<String> types) {
    return types.stream()
        .map(RunQuery::quoted)
        .collect(Collectors.joining(", ", "WorkflowType IN (", ")"));
  }

  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** A run writes its state down on a change of state, so a new one has none yet. */
  private static String term(Status status) {
    return switch (status) {
      case RUNNING ->
          "ExecutionStatus = 'Running'"
              + " AND (HubkeeperState IS NULL OR HubkeeperState = 'RUNNING')";
      case WAITING, PAUSED ->
          "ExecutionStatus = 'Running' AND HubkeeperState = " + quoted(status.name());
      case COMPLETED -> "ExecutionStatus = 'Completed' AND HubkeeperState = 'COMPLETED'";
      case ABORTED -> "HubkeeperState = 'ABORTED'";
      case FAILED -> "ExecutionStatus = 'Failed'";
      case TERMINATED -> "ExecutionStatus = 'Terminated'";
      case TIMED_OUT -> "ExecutionStatus = 'TimedOut'";
    };
  }
}
