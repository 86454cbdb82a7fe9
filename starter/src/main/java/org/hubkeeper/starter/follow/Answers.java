package org.hubkeeper.starter.follow;

import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;

/** Whoever answers the questions of a run that is followed. */
@FunctionalInterface
public interface Answers {

  /** What following does next. */
  enum Next {
    /** Answered, or somebody else will. */
    GO_ON,
    /** A person is needed and none is here. */
    STOP
  }

  Next to(RunRef run, Report report, Question question);

  /** Nobody is here to answer. */
  static Answers nobody() {
    return (run, report, question) -> Next.STOP;
  }

  /** Somebody else answers, from another door. */
  static Answers elsewhere() {
    return (run, report, question) -> Next.GO_ON;
  }
}
