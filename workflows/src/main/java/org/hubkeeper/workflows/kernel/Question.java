package org.hubkeeper.workflows.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

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

  /** The answers there are. Which of them a question takes, and what they mean there, it says. */
  public enum Answer {
    /** Do it; go on. */
    APPROVE(true),
    /** Leave the thing alone. */
    REJECT(false),
    /** Try the failed step again. */
    RETRY(false),
    /** End the run. */
    ABORT(false),
    /** Neither go on nor back yet. */
    WAIT(false),
    /** Take back what was done last. */
    ROLL_BACK(true),
    /** Tell those who are in the way. */
    NOTIFY(false),
    /** Send those away who are named. */
    EVICT(true);

    private final boolean consent;

    Answer(boolean consent) {
      this.consent = consent;
    }

    /** Whether something is changed because of it, so that the policy says who may give it. */
    public boolean consent() {
      return consent;
    }

    /** As people type it: {@code roll-back}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** An answer, and what it means here. */
  public record Choice(Answer answer, String meaning) {

    /** As a question shows it. */
    String line() {
      return answer + ": " + meaning;
    }
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
