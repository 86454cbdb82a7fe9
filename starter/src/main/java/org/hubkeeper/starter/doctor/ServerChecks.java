package org.hubkeeper.starter.doctor;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.common.SearchAttributeKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.runs.RunRow;
import org.hubkeeper.starter.runs.ServerVisibility;
import org.hubkeeper.workflows.kernel.Board;

/** Whether the Temporal server is as runs need it. */
public final class ServerChecks {

  private static final long RETENTION_DAYS = 30;
  private static final int LISTED = 10;

  private final TemporalConnection connection;

  public ServerChecks(TemporalConnection connection) {
    this.connection = connection;
  }

  public List<Diagnosis> all(List<String> types, Instant now) {
    List<Diagnosis> found = new ArrayList<>();
    found.add(Diagnosis.good("Temporal", "answers at " + connection.address()));
    Diagnosis namespace = namespace();
    found.add(namespace);
    if (namespace.level() != Diagnosis.Level.BAD) {
      found.add(attributes());
      found.add(terminated(types, now));
    }
    return found;
  }

  private Diagnosis namespace() {
    String name = connection.namespace();
    try {
      Duration retention =
          connection
              .service()
              .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(name).build())
              .getConfig()
              .getWorkflowExecutionRetentionTtl();
      long days = retention.getSeconds() / 86_400;
      return days >= RETENTION_DAYS
          ? Diagnosis.good("namespace", name + ", keeps ended runs for " + days + " days")
          : Diagnosis.warning(
              "namespace",
              "%s keeps ended runs for %d days only".formatted(name, days),
              "temporal operator namespace update --namespace %s --retention %dd"
                  .formatted(name, RETENTION_DAYS));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Diagnosis.bad(
            "namespace",
            name + " does not exist",
            "temporal operator namespace create --namespace %s --retention %dd"
                .formatted(name, RETENTION_DAYS));
      }
      if (e.getStatus().getCode() == Status.Code.PERMISSION_DENIED) {
        return Diagnosis.warning(
            "namespace", name + " may not be described by us", "ask who runs the server");
      }
      throw e;
    }
  }

  /** A run that sets an attribute which is not registered stands still for ever. */
  private Diagnosis attributes() {
    List<String> missing =
        Board.ALL.stream().map(SearchAttributeKey::getName).filter(name -> !known(name)).toList();
    if (missing.isEmpty()) {
      return Diagnosis.good("search attributes", "registered");
    }
    return Diagnosis.bad(
        "search attributes",
        "not registered: " + String.join(", ", missing) + "; every run would stand still",
        missing.stream()
            .map(name -> "--name " + name + " --type Keyword")
            .collect(
                Collectors.joining(
                    " ",
                    "temporal operator search-attribute create --namespace "
                        + connection.namespace()
                        + " ",
                    "")));
  }

  /** The server refuses a query that names an attribute which it does not know. */
  private boolean known(String attribute) {
    try {
      connection
          .service()
          .listWorkflowExecutions(
              ListWorkflowExecutionsRequest.newBuilder()
                  .setNamespace(connection.namespace())
                  .setQuery(attribute + " = 'doctor'")
                  .setPageSize(1)
                  .build());
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
        return false;
      }
      throw e;
    }
  }

  private Diagnosis terminated(List<String> types, Instant now) {
    Instant since = now.minus(RETENTION_DAYS, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    String query =
        "WorkflowType IN (%s) AND ExecutionStatus = 'Terminated' AND CloseTime > '%s'"
            .formatted(
                types.stream().map(type -> "'" + type + "'").collect(Collectors.joining(", ")),
                since);
    List<RunRow> rows = new ServerVisibility(connection).list(query, LISTED);
    if (rows.isEmpty()) {
      return Diagnosis.good("leftovers", "no run was terminated in the last 30 days");
    }
    return Diagnosis.warning(
        "leftovers",
        "terminated, so without their restorations: "
            + rows.stream().map(row -> row.run().workflowId()).collect(Collectors.joining(", ")),
        "`hubkeeper show RUN` tells how far each was; `hubkeeper plan restore-marks --cluster NAME`"
            + " lists what it left marked on nodes and pools, and `run` gives it back");
  }
}
