package org.hubkeeper.starter.runs;

/** One run of a runbook, as Temporal names it. */
public record RunRef(String workflowId, String runId) {

  @Override
  public String toString() {
    return workflowId;
  }
}
