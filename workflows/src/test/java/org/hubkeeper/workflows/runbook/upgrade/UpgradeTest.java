package org.hubkeeper.workflows.runbook.upgrade;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hubkeeper.workflows.activity.Blueprints;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Approvals;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.UpgradePolicy;
import org.hubkeeper.workflows.model.UpgradePolicy.Skew;
import org.hubkeeper.workflows.testing.FakeAccount;
import org.hubkeeper.workflows.testing.FakeCluster;
import org.hubkeeper.workflows.testing.Journal;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.TestTemporal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Common ground: one server a class, a cluster with a core and a user pool at 1.33 a test. */
@Timeout(300)
abstract class UpgradeTest {

  static final Actor SAM = new Actor("sam", "looked at it", "terminal");

  /**
   * An hour of a bake takes a second: once the test server has seen a call time out, or given up
   * between two attempts, it skips no time any more, and the hour would take an hour.
   */
  private static final double HOUR_IN_A_SECOND = 3600;

  static final Map<String, String> USER = Map.of("hub.jupyter.org/node-purpose", "user");

  static final Journal journal = new Journal();
  static final FakeProvider provider = new FakeProvider(journal);
  static final FakeInside inside = new FakeInside(provider);
  static final FakeHubs hubs = new FakeHubs(provider);
  static final FakeAccount account = new FakeAccount(journal);
  static final FakeCluster cluster = new FakeCluster(journal);
  static TestTemporal temporal;

  String own;

  @BeforeAll
  static void startTemporal() {
    temporal =
        new TestTemporal(
            List.of(UpgradeImpl.class, RollbackWindowImpl.class),
            provider,
            inside,
            hubs,
            account,
            cluster);
    Blueprints none =
        name -> {
          throw Failures.of(FailureKind.MISSING, name + " has no definition", null);
        };
    temporal.serveHere(none);
    temporal.begin();
  }

  @AfterAll
  static void stopTemporal() {
    temporal.close();
  }

  @BeforeEach
  void freshCluster() {
    own = "own-" + UUID.randomUUID();
    journal.reset();
    account.reset();
    cluster.reset();
    inside.reset();
    hubs.failedSpawns = 1;
    provider.reset("1.33");
    provider.pool("core", "1.33", Map.of());
    provider.pool("user", "1.33", USER);
    temporal.office.reset();
    policy(2, 3, false);
  }

  /** The fleet's entry of the cluster. */
  void policy(int bakeHours, int usersDays, boolean eachHop, Approvals.Rule... rules) {
    ClusterRef ref = Slices.ref(own, "test").withUid(FakeCluster.UID);
    ClusterSlice usual = Slices.slice(ref, List.of(), List.of(rules));
    temporal.office.clusters.put(
        own,
        new ClusterSlice(
            ref,
            List.of(new ClusterSlice.Hub("bio", "bio-ns", true)),
            List.of(),
            usual.approvals(),
            usual.owners(),
            usual.timeZone(),
            List.of(),
            List.of(),
            new UpgradePolicy(
                Skew.NEVER_NEWER_MAX_LAG, bakeHours, usersDays, 26, eachHop, List.of(), "", ""),
            "",
            "abc"));
  }

  TestRun run(String target, Object... more) {
    Map<String, Object> input =
        new HashMap<>(Map.of("cluster", own, "target", target, "timeFactor", HOUR_IN_A_SECOND));
    for (int i = 0; i < more.length; i += 2) {
      input.put((String) more[i], more[i + 1]);
    }
    return temporal.start("Upgrade", input);
  }

  /** Waits for a question whose text begins so, and answers it. */
  static void answer(TestRun run, String begin, Answer answer) {
    Question question = run.question();
    if (!question.text().startsWith(begin)) {
      throw new AssertionError("asked otherwise: " + question);
    }
    run.answer(question, answer, SAM);
  }
}
