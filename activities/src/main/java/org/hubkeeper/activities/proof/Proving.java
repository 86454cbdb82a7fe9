package org.hubkeeper.activities.proof;

/** One type of proof. */
@FunctionalInterface
interface Proving {

  /**
   * Returns what was seen, as one line; NOT_READY while it may still come, REJECTED if it can't.
   */
  String prove(Asked asked);
}
