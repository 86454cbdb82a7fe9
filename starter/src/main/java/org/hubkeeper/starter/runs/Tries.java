package org.hubkeeper.starter.runs;

import io.temporal.api.failure.v1.Failure;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.common.converter.DataConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/** Adds to a report what the run itself can't see: how often its calls were tried. */
final class Tries {

  private final Attempts attempts;
  private final DataConverter converter;

  Tries(Attempts attempts, DataConverter converter) {
    this.attempts = attempts;
    this.converter = converter;
  }

  Report over(Report report, DescribeWorkflowExecutionResponse described) {
    // Rows count all steps; of a long list only some are shown, and which is not said.
    if (report.moreSteps() > 0) {
      return report;
    }
    List<Step> steps = new ArrayList<>(report.steps());
    for (PendingActivityInfo call : described.getPendingActivitiesList()) {
      attempts
          .rowOf(call.getActivityId())
          .filter(row -> row < steps.size() && steps.get(row).open())
          .ifPresent(
              row -> {
                attempts.add(row, call.getAttempt() - 1);
                steps.set(row, held(steps.get(row), call));
              });
    }
    for (int row = 0; row < steps.size(); row++) {
      steps.set(row, tried(steps.get(row), attempts.extra(row)));
    }
    return Reports.withSteps(report, steps);
  }

  private static Step tried(Step step, int extra) {
    return new Step(
        step.name(),
        step.state(),
        step.startedAt(),
        step.finishedAt(),
        step.attempts() + extra,
        step.note(),
        step.blockers());
  }

  /** The pending call knows counts and ages, of which the run is not told. */
  private Step held(Step step, PendingActivityInfo call) {
    if (!call.hasLastFailure() || call.getAttempt() < 2) {
      return step;
    }
    String note = "tried %d times; last: %s".formatted(call.getAttempt() - 1, last(call));
    return new Step(
        step.name(),
        step.state(),
        step.startedAt(),
        step.finishedAt(),
        step.attempts(),
        note,
        step.blockers());
  }

  private String last(PendingActivityInfo call) {
    Failure failure = call.getLastFailure();
    Optional<Blocker> blocker =
        Payloads.first(
            converter,
            failure.getApplicationFailureInfo().getDetails().getPayloadsList(),
            Blocker.class);
    return blocker
        .filter(b -> b.object() != null && b.holder() != null)
        .map(b -> b.object() + " is held by " + b.holder() + "; " + b.remedy())
        .orElseGet(() -> firstLine(Payloads.message(converter, failure)));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
