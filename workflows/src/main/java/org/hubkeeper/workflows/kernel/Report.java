package org.hubkeeper.workflows.kernel;

import java.time.Instant;
import java.util.List;

/**
 * All that is known of a run: its progress while it is open, its report when it has ended. Doors
 * show this and nothing else.
 *
 * @param steps at most {@link StepLog#SHOWN}
 * @param moreSteps how many steps are not listed
 * @param error why it failed or was aborted; empty otherwise
 * @param fleet commit and hash of the fleet file that it went by
 * @param finishedAt {@link Instant#EPOCH} while it is open
 */
public record Report(
    String runbook,
    String cluster,
    String workflowId,
    String runId,
    String requester,
    Status status,
    String waitingFor,
    Instant waitingSince,
    PlanView plan,
    List<Step> steps,
    int moreSteps,
    List<Question> questions,
    List<Decision> decisions,
    List<Pause> pauses,
    List<String> leftovers,
    List<String> results,
    String error,
    String fleet,
    Instant startedAt,
    Instant finishedAt) {

  /** How a run is or has ended. The last two are the server's word, never the run's own. */
  public enum Status {
    RUNNING,
    WAITING,
    PAUSED,
    COMPLETED,
    ABORTED,
    FAILED,
    TERMINATED,
    TIMED_OUT;

    public boolean open() {
      return this == RUNNING || this == WAITING || this == PAUSED;
    }
  }

  /** A pause; the last one is current while the status is PAUSED. */
  public record Pause(Actor by, Instant at) {}

  /** For runs that the server ended without asking them. */
  public Report endedBy(Status how, String why, Instant at) {
    return new Report(
        runbook,
        cluster,
        workflowId,
        runId,
        requester,
        how,
        "",
        Instant.EPOCH,
        plan,
        steps,
        moreSteps,
        List.of(),
        decisions,
        pauses,
        leftovers,
        results,
        why,
        fleet,
        startedAt,
        at);
  }
}
