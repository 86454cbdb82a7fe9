package org.hubkeeper.starter.runs;

import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.converter.DataConverter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.StepInterceptor;
import org.hubkeeper.workflows.kernel.StepInterceptor.Place;

/** The automatic retries of each step, which only the history knows. */
final class Attempts {

  private final Map<Integer, Integer> extra = new HashMap<>();
  private final Map<String, Integer> rows = new HashMap<>();

  private Attempts() {}

  static Attempts in(List<HistoryEvent> events, DataConverter converter) {
    Attempts attempts = new Attempts();
    Map<Long, Integer> rowOfEvent = new HashMap<>();
    for (HistoryEvent event : events) {
      if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED) {
        ActivityTaskScheduledEventAttributes call = event.getActivityTaskScheduledEventAttributes();
        row(call, converter)
            .ifPresent(
                row -> {
                  rowOfEvent.put(event.getEventId(), row);
                  attempts.rows.put(call.getActivityId(), row);
                });
      } else if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED) {
        long call = event.getActivityTaskStartedEventAttributes().getScheduledEventId();
        int attempt = event.getActivityTaskStartedEventAttributes().getAttempt();
        Optional.ofNullable(rowOfEvent.get(call)).ifPresent(row -> attempts.add(row, attempt - 1));
      }
    }
    return attempts;
  }

  /** Tries of the step's calls beyond the first of each. */
  int extra(int row) {
    return extra.getOrDefault(row, 0);
  }

  /** The step that a call is for. */
  Optional<Integer> rowOf(String activityId) {
    return Optional.ofNullable(rows.get(activityId));
  }

  void add(int row, int more) {
    extra.merge(row, Math.max(0, more), Integer::sum);
  }

  private static Optional<Integer> row(
      ActivityTaskScheduledEventAttributes call, DataConverter converter) {
    Payload place = call.getHeader().getFieldsMap().get(StepInterceptor.HEADER);
    return place == null
        ? Optional.empty()
        : Payloads.first(converter, List.of(place), Place.class).map(Place::step);
  }
}
