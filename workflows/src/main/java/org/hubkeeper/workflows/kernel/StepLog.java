package org.hubkeeper.workflows.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.hubkeeper.workflows.kernel.Step.State;

/** The steps of a run, in the order in which they began. */
final class StepLog {

  /** Most steps that a query or report lists; of more, the open and the latest are kept. */
  static final int SHOWN = 200;

  /** Most blockers that a step lists: the first and the latest. */
  private static final int MET = 20;

  private final List<Step> steps = new ArrayList<>();
  private final Runnable changed;

  StepLog(Runnable changed) {
    this.changed = changed;
  }

  int start(String name) {
    steps.add(new Step(name, State.RUNNING, Clock.real(), Instant.EPOCH, 1, "", List.of()));
    changed.run();
    return steps.size() - 1;
  }

  void skip(String name, String why) {
    Instant now = Clock.real();
    steps.add(new Step(name, State.SKIPPED, now, now, 0, why, List.of()));
    changed.run();
  }

  /** Says how far a step is; does not change its state. */
  void note(int row, String note) {
    set(row, steps.get(row).with(State.RUNNING, Instant.EPOCH, note));
  }

  /** The same for a step of many things, of which one may wait: what holds it up stays in sight. */
  void left(int row, String note, Predicate<Blocker> over) {
    Step step = steps.get(row);
    int met = step.blockers().size();
    if (step.state() != State.WAITING || met == 0 || over.test(step.blockers().get(met - 1))) {
      note(row, note);
    } else {
      set(row, step.blockedBy(step.blockers(), note + "; " + step.blockers().get(met - 1)));
    }
  }

  void waiting(int row, String note) {
    set(row, steps.get(row).with(State.WAITING, Instant.EPOCH, note));
  }

  void again(int row, String note) {
    set(row, steps.get(row).again(note));
  }

  void finish(int row, State state, String note) {
    Step step = steps.get(row);
    boolean keep = note.isEmpty() && state == State.DONE && step.state() == State.RUNNING;
    set(row, step.with(state, Clock.real(), keep ? step.note() : note));
  }

  /** Late news about a step that has ended meanwhile is dropped. */
  void blocked(int row, Blocker blocker) {
    if (row >= steps.size() || !steps.get(row).open()) {
      return;
    }
    List<Blocker> met = new ArrayList<>(steps.get(row).blockers());
    // After a resume or an operator's retry the worker tells the same once more.
    if (met.isEmpty() || !met.get(met.size() - 1).sameAs(blocker)) {
      met.add(blocker);
    }
    if (met.size() > MET) {
      met.remove(1);
    }
    set(row, steps.get(row).blockedBy(List.copyOf(met), blocker.toString()));
  }

  /** The listed steps: all, or of too many the open ones and the latest, in their order. */
  List<Step> steps() {
    if (steps.size() <= SHOWN) {
      return List.copyOf(steps);
    }
    List<Step> shown = new ArrayList<>();
    int open = (int) steps.stream().filter(Step::open).count();
    int from = steps.size() - Math.max(0, SHOWN - open);
    for (int row = 0; row < steps.size() && shown.size() < SHOWN; row++) {
      if (row >= from || steps.get(row).open()) {
        shown.add(steps.get(row));
      }
    }
    return shown;
  }

  int more() {
    return Math.max(0, steps.size() - steps().size());
  }

  private void set(int row, Step step) {
    steps.set(row, step);
    changed.run();
  }
}
