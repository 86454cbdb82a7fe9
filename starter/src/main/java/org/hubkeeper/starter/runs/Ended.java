package org.hubkeeper.starter.runs;

import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DataConverter;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Report;

/** What a run's last event says. */
final class Ended {

  private final HistoryEvent last;

  Ended(List<HistoryEvent> events) {
    this.last =
        events.isEmpty() ? HistoryEvent.getDefaultInstance() : events.get(events.size() - 1);
  }

  /** The report that the run left as its result, or as details of its failure. */
  Optional<Report> report(DataConverter converter) {
    return switch (last.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED ->
          Payloads.first(
              converter,
              last.getWorkflowExecutionCompletedEventAttributes().getResult().getPayloadsList(),
              Report.class);
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
          Payloads.first(
              converter,
              failure().getApplicationFailureInfo().getDetails().getPayloadsList(),
              Report.class);
      default -> Optional.empty();
    };
  }

  /** Why it ended, as far as the server knows. */
  String why(DataConverter converter) {
    return switch (last.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED -> Payloads.message(converter, failure());
      case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> "terminated" + reason();
      case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT -> "the run's time limit has passed";
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED -> "canceled";
      default -> "";
    };
  }

  private String reason() {
    String reason = last.getWorkflowExecutionTerminatedEventAttributes().getReason();
    return reason.isEmpty() ? "; no reason was given" : ": " + reason;
  }

  private Failure failure() {
    return last.getWorkflowExecutionFailedEventAttributes().getFailure();
  }
}
