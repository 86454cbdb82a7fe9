package org.hubkeeper.workflows.kernel;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;

/**
 * How a person watches and steers a running runbook; the same for every runbook. Arguments arrive
 * as raw JSON, so that a typing error is answered and never dropped.
 */
@WorkflowInterface
public interface RunbookControl {

  @QueryMethod
  Report progress();

  /** Takes a {@link Decision}. Malformed ones and closed questions are refused without a trace. */
  @UpdateMethod
  DecisionResult decide(RawValue decision);

  @UpdateValidatorMethod(updateName = "decide")
  void validateDecision(RawValue decision);

  /** The same for doors that can only signal; a refusal shows among the decisions. */
  @SignalMethod(name = "decision")
  void decideBySignal(RawValue decision);

  /** Takes an {@link Actor}. Stops before the next step and ends waits; locks are kept. */
  @SignalMethod
  void pause(RawValue by);

  /** Takes an {@link Actor}. */
  @SignalMethod
  void resume(RawValue by);

  /** Takes an {@link Actor}. Ends the run between changes, with restorations and report. */
  @SignalMethod
  void abort(RawValue by);

  /** Sent by the worker when what holds up an activity has changed. Not for people. */
  @SignalMethod
  void blocked(int step, Blocker blocker);
}
