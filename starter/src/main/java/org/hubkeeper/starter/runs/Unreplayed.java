package org.hubkeeper.starter.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DataConverter;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.starter.runs.RunView.Source;
import org.hubkeeper.workflows.kernel.PlanView;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.runbook.RunbookInfo;

/** What the server knows of a run that can't be replayed: its input, its state and its end. */
final class Unreplayed {

  private static final PlanView NO_PLAN =
      new PlanView("", List.of(), 0, List.of(), List.of(), List.of());

  private final List<RunbookInfo> catalogue;
  private final DataConverter converter;

  Unreplayed(List<RunbookInfo> catalogue, DataConverter converter) {
    this.catalogue = catalogue;
    this.converter = converter;
  }

  /** Whether it is only new, or strange to this release. */
  static Source source(WorkflowExecutionHistory history) {
    boolean begun =
        history.getEvents().stream()
            .anyMatch(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
    return begun ? Source.SERVER : Source.NEW;
  }

  Report report(WorkflowExecutionInfo info, WorkflowExecutionHistory history) {
    RunRow row = Rows.of(info);
    JsonNode input = input(history.getEvents());
    boolean waits = row.status().open() && source(history) == Source.NEW;
    return new Report(
        runbook(info.getType().getName()),
        row.cluster().isEmpty() ? input.path("cluster").asText() : row.cluster(),
        row.run().workflowId(),
        row.run().runId(),
        input.path("requester").asText(),
        row.status(),
        waits ? "a worker" : row.waitingFor(),
        waits ? row.startedAt() : Instant.EPOCH,
        NO_PLAN,
        List.of(),
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new Ended(history.getEvents()).why(converter),
        "",
        row.startedAt(),
        row.finishedAt());
  }

  private String runbook(String type) {
    return catalogue.stream()
        .filter(info -> info.type().equals(type))
        .map(RunbookInfo::name)
        .findFirst()
        .orElse(type);
  }

  private JsonNode input(List<HistoryEvent> events) {
    return Payloads.first(
            converter,
            events.get(0).getWorkflowExecutionStartedEventAttributes().getInput().getPayloadsList(),
            JsonNode.class)
        .orElse(MissingNode.getInstance());
  }
}
