package org.hubkeeper.activities.aws;

import org.hubkeeper.activities.IdempotencyKey;
import org.hubkeeper.activities.Run;

/** For whom something is made: the run, and the token by which a repeated request is one. */
public interface Author {

  /** The workflow id of the run. */
  String run();

  /** The same for every attempt; {@code purpose} tells two requests of one activity apart. */
  String token(String purpose);

  /** The run and the activity that the thread works for. */
  static Author current() {
    return new Author() {
      @Override
      public String run() {
        return Run.id();
      }

      @Override
      public String token(String purpose) {
        return IdempotencyKey.of(purpose);
      }
    };
  }
}
