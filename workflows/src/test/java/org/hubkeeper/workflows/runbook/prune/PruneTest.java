package org.hubkeeper.workflows.runbook.prune;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hubkeeper.workflows.activity.Claims;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Approvals.Rule;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.TestTemporal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Common ground of the runbook's tests: one server a class, a cloud and a cluster a test. */
@Timeout(300)
abstract class PruneTest {

  static final Actor SAM = new Actor("sam", "looked at it", "terminal");

  static TestTemporal temporal;
  private static FakeCloud current;

  final FakeCloud cloud = new FakeCloud();
  String own;

  @BeforeAll
  static void startTemporal() {
    temporal =
        new TestTemporal(
            List.of(PruneVolumesImpl.class, PruneVolumesPageImpl.class), new CurrentCloud());
    temporal.begin();
  }

  @AfterAll
  static void stopTemporal() {
    temporal.close();
  }

  @BeforeEach
  void freshWorld() {
    current = cloud;
    own = "own-" + UUID.randomUUID();
    temporal.office.reset();
    cluster("test");
  }

  /** The fleet's entry of the cluster, with neighbours in its account. */
  void cluster(String environment, ClusterRef... neighbours) {
    temporal.office.clusters.put(
        own, Slices.slice(Slices.ref(own, environment), List.of(neighbours), List.of()));
  }

  void rules(String environment, Rule... rules) {
    temporal.office.clusters.put(
        own, Slices.slice(Slices.ref(own, environment), List.of(), List.of(rules)));
  }

  /** A volume of the cluster, detached and old. */
  Vol vol(String id) {
    return Vol.vol(id).cluster(own).created(Instant.parse("2020-01-01T00:00:00Z"));
  }

  TestRun start(Object... more) {
    Map<String, Object> input = new HashMap<>(Map.of("cluster", own, "graceDays", 0));
    for (int i = 0; i < more.length; i += 2) {
      input.put((String) more[i], more[i + 1]);
    }
    return temporal.start("PruneVolumes", input);
  }

  /** Says yes to whatever is asked. */
  static Report approveAll(TestRun run) {
    while (true) {
      Report report = run.until(r -> !r.questions().isEmpty() || !r.status().open());
      if (!report.status().open()) {
        return run.result();
      }
      Question question = report.questions().get(0);
      run.answer(question, question.allowed().get(0), SAM);
    }
  }

  static void approve(TestRun run) {
    run.answer(run.question(), Answer.APPROVE, SAM);
  }

  static void reject(TestRun run) {
    run.answer(run.question(), Answer.REJECT, SAM);
  }

  /** One worker serves all tests of a class, each with a cloud of its own. */
  private static final class CurrentCloud implements Volumes, Claims {

    @Override
    public Page listDetached(ClusterRef cluster, String token) {
      return current.listDetached(cluster, token);
    }

    @Override
    public List<org.hubkeeper.workflows.model.VolumeFact> look(
        ClusterRef cluster, List<String> ids) {
      return current.look(cluster, ids);
    }

    @Override
    public List<Outcome> ensureMarked(ClusterRef c, List<String> ids, String date, String reason) {
      return current.ensureMarked(c, ids, date, reason);
    }

    @Override
    public List<Outcome> ensureUnmarked(ClusterRef cluster, List<String> ids) {
      return current.ensureUnmarked(cluster, ids);
    }

    @Override
    public List<Outcome> ensureSnapshots(ClusterRef cluster, List<String> ids) {
      return current.ensureSnapshots(cluster, ids);
    }

    @Override
    public List<Outcome> ensureAbsent(ClusterRef cluster, List<String> ids, boolean snapshots) {
      return current.ensureAbsent(cluster, ids, snapshots);
    }

    @Override
    public List<Outcome> ensureNamed(ClusterRef cluster, List<Naming> volumes) {
      return current.ensureNamed(cluster, volumes);
    }

    @Override
    public List<Claimed> find(ClusterRef cluster, List<String> volumes) {
      return current.find(cluster, volumes);
    }
  }
}
