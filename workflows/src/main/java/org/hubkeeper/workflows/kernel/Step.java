package org.hubkeeper.workflows.kernel;

import java.time.Instant;
import java.util.List;

/**
 * A step as people see it.
 *
 * @param finishedAt {@link Instant#EPOCH} while it is open
 * @param attempts tries that the run knows of: one, and one for each RETRY by a person; the doors
 *     add the automatic ones from the history
 * @param blockers all that were met, oldest first; of a WAITING step the last is current
 */
public record Step(
    String name,
    State state,
    Instant startedAt,
    Instant finishedAt,
    int attempts,
    String note,
    List<Blocker> blockers) {

  /** Where a step is. */
  public enum State {
    PENDING,
    RUNNING,
    WAITING,
    DONE,
    SKIPPED,
    FAILED
  }

  public boolean open() {
    return state == State.RUNNING || state == State.WAITING;
  }

  Step with(State next, Instant end, String text) {
    return new Step(name, next, startedAt, end, attempts, Words.cut(text), blockers);
  }

  Step blockedBy(List<Blocker> met, String text) {
    return new Step(name, State.WAITING, startedAt, finishedAt, attempts, Words.cut(text), met);
  }

  Step again(String text) {
    return new Step(
        name, State.RUNNING, startedAt, finishedAt, attempts + 1, Words.cut(text), blockers);
  }
}
