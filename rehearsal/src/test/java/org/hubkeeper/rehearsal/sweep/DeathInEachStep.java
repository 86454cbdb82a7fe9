package org.hubkeeper.rehearsal.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/**
 * Follows one run and kills a process in each of its steps, once: when the step has changed
 * something, or has run for a while without.
 */
final class DeathInEachStep {

  private static final Duration BEAT = Duration.ofMillis(60);
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

  /** Steps that hold what Temporal alone remembers: a group made side by side, a release. */
  private static final List<String> TEMPORAL_TOO =
      List.of("00-cluster: node groups", "05-prometheus");

  private final BootstrapWorld world;
  private final TestRun run;
  private final Set<String> died = new LinkedHashSet<>();
  private final List<String> asked = new ArrayList<>();

  DeathInEachStep(BootstrapWorld world, TestRun run) {
    this.world = world;
    this.run = run;
  }

  /** Names of the steps in which a process has died. */
  Set<String> died() {
    return died;
  }

  /** What people were asked but for the approval. */
  List<String> asked() {
    return asked;
  }

  /** Follows it to its end. */
  Report follow() {
    while (true) {
      Optional<Report> seen = run.progress();
      if (seen.isPresent() && !seen.get().status().open()) {
        return run.ended();
      }
      seen.ifPresent(this::act);
      LockSupport.parkNanos(BEAT.toNanos());
    }
  }

  private void act(Report report) {
    report.questions().stream().findFirst().ifPresent(this::answer);
    for (int row = 0; row < report.steps().size(); row++) {
      Step step = report.steps().get(row);
      // The same name may stand at several rows: looking is done more than once.
      if (step.state() == Step.State.RUNNING && died.add(row + " " + step.name())) {
        die(step);
        return;
      }
    }
  }

  private void answer(Question question) {
    if (question.allowed().contains(Answer.APPROVE)) {
      run.answer(question, Answer.APPROVE);
    } else {
      asked.add(question.text());
      run.answer(question, Answer.ABORT);
    }
  }

  private void die(Step step) {
    int before = changes();
    Instant limit = Instant.now().plus(LONG_ENOUGH);
    while (step.name().startsWith("0") && changes() == before && Instant.now().isBefore(limit)) {
      LockSupport.parkNanos(BEAT.toNanos());
    }
    if (TEMPORAL_TOO.contains(step.name())) {
      world.replaceTemporal();
    }
    world.replaceWorker();
  }

  private int changes() {
    return world.changes().size() + world.writes().size();
  }
}
