package org.hubkeeper.workflows.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hubkeeper.workflows.activity.Blueprints;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Approvals.Rule;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.runbook.addnodegroup.AddNodeGroupImpl;
import org.hubkeeper.workflows.runbook.bootstrap.BootstrapImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Common ground of tests of runbooks that build: one server a class, an empty account a test. */
@Timeout(300)
public abstract class ClusterTest {

  public static final Actor SAM = new Actor("sam", "looked at it", "terminal");

  public static final Journal journal = new Journal();
  public static final FakeAccount account = new FakeAccount(journal);
  public static final FakeCluster cluster = new FakeCluster(journal);
  public static TestTemporal temporal;
  private static Wishes current;

  public String own;
  public Wishes wishes;

  @BeforeAll
  static void startTemporal() {
    temporal =
        new TestTemporal(List.of(BootstrapImpl.class, AddNodeGroupImpl.class), account, cluster);
    Blueprints blueprints =
        name -> {
          if (current == null) {
            throw Failures.of(FailureKind.MISSING, name + " has no definition", null);
          }
          return current.blueprint();
        };
    temporal.serveHere(blueprints);
    temporal.begin();
  }

  @AfterAll
  static void stopTemporal() {
    temporal.close();
  }

  @BeforeEach
  void emptyAccount() {
    own = "own-" + UUID.randomUUID();
    journal.reset();
    account.reset();
    cluster.reset();
    wishes = new Wishes(own);
    current = wishes;
    temporal.office.reset();
    uid("", "test");
  }

  /** The definition is taken out of the fleet file. */
  public static void noDefinition() {
    current = null;
  }

  /** The fleet's entry of the cluster. */
  public void uid(String uid, String environment) {
    ClusterRef ref = Slices.ref(own, environment).withUid(uid);
    temporal.office.clusters.put(own, Slices.slice(ref, List.of(), List.of()));
  }

  /** The same with rules for approvals. */
  public void rules(String environment, Rule... rules) {
    ClusterRef ref = Slices.ref(own, environment).withUid("");
    temporal.office.clusters.put(own, Slices.slice(ref, List.of(), List.of(rules)));
  }

  public TestRun run(String type, Object... more) {
    Map<String, Object> input = new HashMap<>(Map.of("cluster", own));
    for (int i = 0; i < more.length; i += 2) {
      input.put((String) more[i], more[i + 1]);
    }
    return temporal.start(type, input);
  }

  /** Says yes to whatever is asked. */
  public static Report approveAll(TestRun run) {
    while (true) {
      Report report = run.until(r -> !r.questions().isEmpty() || !r.status().open());
      if (!report.status().open()) {
        return run.result();
      }
      Question question = report.questions().get(0);
      run.answer(question, question.allowed().get(0), SAM);
    }
  }

  /** A cluster as a run of bootstrap leaves it. */
  public void built() {
    approveAll(run("Bootstrap"));
    journal.clear();
  }

  public static void answer(TestRun run, Answer answer) {
    run.answer(run.question(), answer, SAM);
  }
}
