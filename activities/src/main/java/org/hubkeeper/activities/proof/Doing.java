package org.hubkeeper.activities.proof;

/** One type of task. */
interface Doing {

  boolean done(Asked asked);

  /** Returns what was done, as one line, once it is. */
  String ensure(Asked asked);
}
