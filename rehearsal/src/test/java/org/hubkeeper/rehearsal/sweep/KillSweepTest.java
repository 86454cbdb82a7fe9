package org.hubkeeper.rehearsal.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hubkeeper.rehearsal.Poll;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.Scene;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process dies by SIGKILL while a step runs; a new one with empty memory goes on. The end must be
 * the same as if nothing had happened, and each deletion effective once.
 */
class KillSweepTest {

  private final RehearsalWorld world = RehearsalWorld.shared();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Scene scene;

  @Test
  @Tag("fact-125")
  void theWorkerDiesInTheMiddleOfItsDeletions() {
    theWorkerDiesInTheMiddleOfItsChanges("Delete", "DeleteVolume");
  }

  @ParameterizedTest
  @CsvSource({"Mark, CreateTags", "Snapshot, CreateSnapshot"})
  @Tag("full")
  @Tag("fact-125")
  void theWorkerDiesInTheMiddleOfItsChanges(String step, String operation) {
    Report report = killedIn(step + " ", killWhenSeen(operation, world::killWorker));

    theSameEnd(report, step);
  }

  @Test
  @Tag("full")
  @Tag("fact-125")
  void theWorkerDiesInEachStep() {
    scene = world.scene("default");
    Set<String> steps = new LinkedHashSet<>();
    world.run().approveAll().steps().stream()
        .filter(step -> step.state() == Step.State.DONE)
        .map(Step::name)
        .forEach(steps::add);
    assertThat(steps).hasSizeGreaterThan(12);
    List<String> wrong = new ArrayList<>();
    for (String step : steps) {
      try {
        theSameEnd(killedIn(step, world::killWorker), step);
      } catch (AssertionError e) {
        wrong.add(step + ": " + e.getMessage());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Snapshot, CreateSnapshot", "Delete, DeleteVolume"})
  @Tag("full")
  @Tag("fact-125")
  void theTemporalServerDiesInTheMiddleOfChanges(String step, String operation) {
    Report report = killedIn(step + " ", killWhenSeen(operation, world::killTemporal));

    theSameEnd(report, step);
  }

  /** Not before the first such change: then nothing could be lost, or be done twice. */
  private Runnable killWhenSeen(String operation, Runnable kill) {
    return () -> {
      Poll.untilTrue(operation, LIMIT, () -> !effects(operation).isEmpty());
      kill.run();
    };
  }

  /** Answers as needed, and kills as soon as the step has begun. */
  private Report killedIn(String step, Runnable kill) {
    scene = world.scene("default");
    TestRun run = world.run();
    Report report = run.until("a question", r -> !r.questions().isEmpty() || begun(r, step));
    while (!begun(report, step)) {
      Question question = report.questions().get(0);
      run.answer(question, Answer.APPROVE);
      report = run.until("step " + step, r -> begun(r, step) || asksAfter(r, question));
    }
    kill.run();
    return run.approveAll();
  }

  private static boolean asksAfter(Report report, Question question) {
    return report.questions().stream().anyMatch(next -> !next.id().equals(question.id()));
  }

  private static boolean begun(Report report, String step) {
    return TestRun.begun(report, step);
  }

  private void theSameEnd(Report report, String step) {
    assertThat(report.status()).as(step + ": " + report.error()).isEqualTo(Status.COMPLETED);
    assertThat(report.leftovers()).isEmpty();
    assertThat(world.aws().state().path("volumes").findValuesAsText("id"))
        .hasSize(scene.all().size() - scene.candidates().size())
        .doesNotContainAnyElementsOf(scene.candidates());
    assertThat(world.aws().state().path("volumes").findValuesAsText("hubkeeper/candidate-run"))
        .isEmpty();
    Map<String, Integer> deleted = effects("DeleteVolume");
    assertThat(deleted).containsOnlyKeys(scene.candidates());
    assertThat(deleted.values()).containsOnly(1);
    Map<String, Integer> snapshots = effects("CreateSnapshot");
    assertThat(snapshots).containsOnlyKeys(scene.candidates());
    assertThat(snapshots.values()).containsOnly(1);
  }

  /** How often an operation was carried out, by volume. */
  private Map<String, Integer> effects(String operation) {
    Map<String, Integer> done = new HashMap<>();
    world.changes().stream()
        .filter(request -> request.operation().equals(operation))
        .filter(request -> Integer.valueOf(200).equals(request.status()))
        .map(KillSweepTest::volume)
        .forEach(volume -> done.merge(volume, 1, Integer::sum));
    return done;
  }

  private static String volume(Request request) {
    return request.resources().stream()
        .filter(id -> id.startsWith("vol-"))
        .findFirst()
        .orElseThrow();
  }
}
