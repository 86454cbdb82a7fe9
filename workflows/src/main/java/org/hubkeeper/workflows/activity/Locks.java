package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.hubkeeper.workflows.kernel.Blocker;

/** The locks of parts of clusters, seen from outside. */
@ActivityInterface(namePrefix = "Locks.")
public interface Locks {

  /**
   * Returns false once the lock is free, true at once when {@code ancestor} holds it: a runbook
   * that is a part of another runs under its lock. Fails NOT_READY with the holder as blocker while
   * it is held. Ends a lock whose run has closed.
   */
  boolean awaitFree(String lock, String ancestor);

  /** Which of the locks somebody holds right now; waits for none and ends none. */
  List<Blocker> look(List<String> locks);

  /** Returns once the caller no longer holds the lock. */
  void free(String lock);
}
