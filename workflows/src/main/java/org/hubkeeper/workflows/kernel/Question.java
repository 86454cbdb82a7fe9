package org.hubkeeper.workflows.kernel;

import java.time.Instant;
import java.util.List;

/**
 * What only a person can decide. A run that waits for a person always shows one. Silence never
 * means yes: a question stays open until it is answered or the run ends.
 *
 * @param id the word by which an answer names it, as {@code q1}
 * @param text one sentence
 * @param details what the person should see before answering, a line each
 * @param planHash the plan that it is about; empty for a failed step
 * @param people how many different people must approve
 * @param approvals how many have approved so far
 */
public record Question(
    String id,
    String runId,
    String text,
    List<String> details,
    List<Answer> allowed,
    String planHash,
    List<List<String>> roles,
    int people,
    int approvals,
    List<String> doors,
    boolean requesterExcluded,
    Instant askedAt) {

  /** The answers there are. REJECT leaves the thing alone; ABORT ends the run. */
  public enum Answer {
    APPROVE,
    REJECT,
    RETRY,
    ABORT
  }

  Question approvedBy(int count) {
    return new Question(
        id,
        runId,
        text,
        details,
        allowed,
        planHash,
        roles,
        people,
        count,
        doors,
        requesterExcluded,
        askedAt);
  }
}
