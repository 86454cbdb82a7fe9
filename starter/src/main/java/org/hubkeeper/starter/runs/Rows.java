package org.hubkeeper.starter.runs;

import com.google.protobuf.Timestamp;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.hubkeeper.workflows.kernel.Report.Status;

/** Reads what the server's lists say of a run. */
final class Rows {

  private Rows() {}

  static RunRow of(WorkflowExecutionInfo info) {
    Status status = status(info);
    return new RunRow(
        or(attribute(info, "HubkeeperRunbook"), info.getType().getName()),
        attribute(info, "HubkeeperCluster"),
        new RunRef(info.getExecution().getWorkflowId(), info.getExecution().getRunId()),
        status,
        status.open() ? attribute(info, "HubkeeperWaitingFor") : "",
        instant(info.getStartTime()),
        status.open() ? Instant.EPOCH : instant(info.getCloseTime()));
  }

  static Status status(WorkflowExecutionInfo info) {
    Status own = own(attribute(info, "HubkeeperState"));
    return switch (info.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_COMPLETED ->
          own == Status.ABORTED ? Status.ABORTED : Status.COMPLETED;
      case WORKFLOW_EXECUTION_STATUS_RUNNING -> own.open() ? own : Status.RUNNING;
      default -> ended(info.getStatus());
    };
  }

  /** The server's word for a run that did not end by itself. */
  static Status ended(WorkflowExecutionStatus status) {
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_CANCELED -> Status.ABORTED;
      case WORKFLOW_EXECUTION_STATUS_TERMINATED -> Status.TERMINATED;
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT -> Status.TIMED_OUT;
      case WORKFLOW_EXECUTION_STATUS_FAILED -> Status.FAILED;
      case WORKFLOW_EXECUTION_STATUS_COMPLETED -> Status.COMPLETED;
      default -> Status.RUNNING;
    };
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** Keywords are JSON strings; reading them needs no mapper. */
  static String attribute(WorkflowExecutionInfo info, String name) {
    Payload payload = info.getSearchAttributes().getIndexedFieldsMap().get(name);
    if (payload == null) {
      return "";
    }
    String json = payload.getData().toString(StandardCharsets.UTF_8);
    return json.length() >= 2 && json.startsWith("\"") ? unescaped(json) : "";
  }

  private static String unescaped(String json) {
    return json.indexOf('\\') < 0 ? json.substring(1, json.length() - 1) : Payloads.text(json);
  }

  private static Status own(String state) {
    for (Status status : Status.values()) {
      if (status.name().equals(state)) {
        return status;
      }
    }
    return Status.RUNNING;
  }

  private static String or(String first, String otherwise) {
    return first.isEmpty() ? otherwise : first;
  }
}
