package org.hubkeeper.workflows.runbook.upgradefleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Field;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Plan;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.TestTemporal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waves of runs, with a stand-in for the run of one cluster. */
@Timeout(300)
class UpgradeFleetTest {

  private static final Actor SAM = new Actor("sam", "", "terminal");

  /** How the cluster of that name fares; absent: well. */
  private static final Map<String, String> FATE = new ConcurrentHashMap<>();

  private static final List<String> BEGUN = new CopyOnWriteArrayList<>();
  private static TestTemporal temporal;

  /** The run of one cluster, as far as a fleet sees it. */
  @WorkflowInterface
  public interface One {
    @WorkflowMethod(name = "Upgrade")
    Report run(RawValue input);
  }

  /** Its input. */
  record OneRequest(
      @Field("") String cluster,
      @Field("") String target,
      @Field("") Boolean planOnly,
      @Field("") String requester,
      @Field("") Double timeFactor)
      implements org.hubkeeper.workflows.kernel.Request {}

  /** Its plan. */
  record OnePlan(List<Change> changes, List<Finding> findings) implements Plan {}

  /** Plans and ends as {@link #FATE} says. */
  public static final class OneImpl implements One {
    private final Steps steps = Steps.register("upgrade");

    @Override
    public Report run(RawValue input) {
      return steps.runbook(input, OneRequest.class, this::one);
    }

    private void one(OneRequest request) {
      String fate = FATE.getOrDefault(request.cluster(), "well");
      OnePlan plan =
          new OnePlan(
              fate.equals("done")
                  ? List.of()
                  : List.of(new Change(Change.Verb.UPDATE, "control plane", "1.33 to 1.34")),
              fate.equals("blocked")
                  ? List.of(new Finding("WEBHOOK_DOWN", true, "x can't answer"))
                  : List.of());
      steps.plan(OnePlan.class, () -> plan);
      if (request.planOnly()) {
        return;
      }
      BEGUN.add(request.cluster());
      if (fate.equals("fails")) {
        throw ApplicationFailure.newNonRetryableFailure("1 change is left", "UNVERIFIED");
      }
    }
  }

  @BeforeAll
  static void startTemporal() {
    temporal = new TestTemporal(List.of(UpgradeFleetImpl.class, OneImpl.class), new AtTarget());
    temporal.begin();
  }

  @AfterAll
  static void stopTemporal() {
    temporal.close();
  }

  @BeforeEach
  void freshFleet() {
    FATE.clear();
    BEGUN.clear();
    temporal.office.reset();
    List.of("t1", "t2", "t3").forEach(name -> cluster(name, "test"));
    List.of("p1", "p2").forEach(name -> cluster(name, "production"));
  }

  private static void cluster(String name, String environment) {
    temporal.office.clusters.put(
        name, Slices.slice(Slices.ref(name, environment), List.of(), List.of()));
  }

  @Test
  void testBeforeProductionAndProductionIsAskedAboutAgain() {
    TestRun run = run("p1,t1,p2,t2,t3");
    run.answer(run.question(), Answer.APPROVE, SAM);
    var production = run.question();
    assertThat(production.text()).startsWith("The test clusters are through, 0 of them failed.");
    assertThat(BEGUN).containsExactlyInAnyOrder("t1", "t2", "t3").startsWith("t1");
    run.answer(production, Answer.APPROVE, SAM);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(BEGUN).hasSize(5).containsSubsequence("t1", "p1", "p2");
  }

  @Test
  void afterTooManyFailuresNoFurtherWaveBegins() {
    FATE.put("t1", "fails");
    TestRun run = run("t1,t2,t3,p1");
    run.answer(run.question(), Answer.APPROVE, SAM);

    assertThat(run.failure().getOriginalMessage()).contains("still to do: 4 changes");
    assertThat(BEGUN).containsExactly("t1");
    assertThat(run.progress().results()).containsExactly("cluster t1 failed: 1 change is left");
  }

  @Test
  void whatIsBlockedOrDoneIsLeftOutAndSaid() {
    FATE.put("t1", "blocked");
    FATE.put("t2", "done");
    TestRun run = run("t1,t2,t3");
    run.answer(run.question(), Answer.APPROVE, SAM);
    Report report = run.result();

    assertThat(BEGUN).containsExactly("t3");
    assertThat(report.plan().changes()).extracting(Change::target).containsExactly("cluster t3");
    assertThat(report.plan().findings())
        .extracting(Finding::message)
        .containsExactly("cluster t1 is left out: WEBHOOK_DOWN: x can't answer");
  }

  @Test
  void aMisspeltClusterIsRefusedBeforeAnythingIsPlanned() {
    assertThat(run("t1,t9").failure().getOriginalMessage())
        .startsWith("cluster: MISSING: no cluster t9");
    assertThat(run("t1,t1").failure().getOriginalMessage()).contains("each once");
  }

  private static TestRun run(String clusters) {
    return temporal.start("UpgradeFleet", Map.of("cluster", clusters, "target", "1.34"));
  }
}
