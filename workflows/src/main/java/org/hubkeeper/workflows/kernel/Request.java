package org.hubkeeper.workflows.kernel;

/** What every runbook's input has. */
public interface Request {

  /** Name of the cluster in the fleet file. */
  String cluster();

  /** Plan, take no lock, change nothing. */
  Boolean planOnly();

  /** Who asked for the run, as the door established it; empty from doors that can't tell. */
  String requester();

  /** How many seconds pass for the runbook in one second; 1 but in rehearsals. */
  Double timeFactor();
}
