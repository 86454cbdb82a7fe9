package org.hubkeeper.workflows.kernel;

import java.time.Instant;
import org.hubkeeper.workflows.kernel.Question.Answer;

/**
 * Who answered what, why, when and from which door; kept in the report, also when it was refused.
 *
 * @param runId optional; when given it must be the run that asked
 * @param planHash the plan that the person was shown; required to approve a plan
 * @param refused why it did not count; empty when it did
 */
public record Decision(
    String questionId,
    String runId,
    String planHash,
    Answer answer,
    String who,
    String why,
    String door,
    Instant at,
    String refused) {

  /** Decisions may be typed by hand, so absent fields become empty. */
  public Decision {
    questionId = questionId == null ? "" : Words.cut(questionId);
    runId = runId == null ? "" : Words.cut(runId);
    planHash = planHash == null ? "" : Words.cut(planHash);
    who = who == null ? "" : Words.cut(who.strip());
    why = why == null ? "" : Words.cut(why);
    door = door == null ? "" : Words.cut(door);
    at = at == null ? Instant.EPOCH : at;
    refused = refused == null ? "" : refused;
  }

  /** The answer to a question as it was shown, so that nobody approves what they have not seen. */
  public static Decision on(Question question, Answer answer, Actor actor) {
    return new Decision(
        question.id(),
        question.runId(),
        question.planHash(),
        answer,
        actor.who(),
        actor.why(),
        actor.door(),
        Instant.EPOCH,
        "");
  }

  /** The run's own clock counts, not the door's. */
  Decision at(Instant instant, String refusal) {
    return new Decision(questionId, runId, planHash, answer, who, why, door, instant, refusal);
  }
}
