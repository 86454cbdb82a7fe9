package org.hubkeeper.workflows.runbook;

import io.temporal.common.converter.EncodedValues;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import org.hubkeeper.workflows.kernel.Input;

/** Answers a workflow type that nobody knows; without it such a run would retry for ever. */
public final class UnknownRunbook implements DynamicWorkflow {

  @Override
  public Object execute(EncodedValues args) {
    throw Input.wrong(
        "workflow type",
        "there is no runbook "
            + Workflow.getInfo().getWorkflowType()
            + Input.suggestion(
                Workflow.getInfo().getWorkflowType(),
                Runbooks.all().stream().map(RunbookInfo::type).toList()));
  }
}
