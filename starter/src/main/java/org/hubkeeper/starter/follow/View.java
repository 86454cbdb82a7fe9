package org.hubkeeper.starter.follow;

import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;

/** How a run's progress is shown while it goes on. */
public interface View {

  /** Shows how the run stands; called again and again. */
  void show(Report report);

  /** Shows a question and what answers it; what moves stands still until the next report. */
  void ask(Report report, Question question);

  /** Says one thing that is not about a step, as that nobody answers. */
  void say(String line);

  /** Shows nothing. */
  static View none() {
    return new View() {
      @Override
      public void show(Report report) {}

      @Override
      public void ask(Report report, Question question) {}

      @Override
      public void say(String line) {}
    };
  }
}
