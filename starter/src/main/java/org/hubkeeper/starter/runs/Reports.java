package org.hubkeeper.starter.runs;

import java.util.List;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/** Reports with a part replaced. */
final class Reports {

  private Reports() {}

  static Report withSteps(Report r, List<Step> steps) {
    return new Report(
        r.runbook(),
        r.cluster(),
        r.workflowId(),
        r.runId(),
        r.requester(),
        r.status(),
        r.waitingFor(),
        r.waitingSince(),
        r.plan(),
        List.copyOf(steps),
        r.moreSteps(),
        r.questions(),
        r.decisions(),
        r.pauses(),
        r.leftovers(),
        r.results(),
        r.error(),
        r.fleet(),
        r.startedAt(),
        r.finishedAt());
  }
}
