package org.hubkeeper.rehearsal.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.rehearsal.UpgradeWorld;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What stands in the way of an upgrade, each in a world of its own. */
@Tag("full")
@Timeout(1800)
class UpgradeScenariosRehearsalTest {

  @Test
  void aFailedUpdateIsAskedAboutAndRetryBeginsAFreshOne() {
    try (UpgradeWorld world = UpgradeWorld.start("update-fails")) {
      TestRun run = world.run("1.35");
      Set<Answer> offered = new HashSet<>();
      Report report =
          run.answerAll(
              (now, question) -> {
                offered.addAll(question.allowed());
                return question.allowed().contains(Answer.APPROVE) ? Answer.APPROVE : Answer.RETRY;
              });

      assertThat(report.status()).isEqualTo(Status.COMPLETED);
      assertThat(offered).contains(Answer.RETRY);
      // Every request is here, also one that EKS would have refused while another update ran.
      assertThat(world.requests("UpdateClusterVersion"))
          .extracting(Request::error)
          .containsOnlyNulls();
      assertThat(world.changes("UpdateClusterVersion")).hasSize(2);
    }
  }

  @Test
  void aBudgetThatBlocksIsNamedAndTheRunGoesOnOnceItIsRelaxed() {
    try (UpgradeWorld world = UpgradeWorld.start("blocking-budget")) {
      TestRun run = world.run("1.35");
      run.answer(run.question(), Answer.APPROVE);
      run.until("the decision after the bake", UpgradeScenariosRehearsalTest::asksAboutTheBake);
      run.answer(run.question(), Answer.APPROVE);
      Report held = run.until("the blocked drain", report -> blockedBy(report, "hub/hub"));

      assertThat(blocker(held)).contains("pod hub/hub-").contains("Deployment");
      Report report = run.ended();
      assertThat(report.status()).isEqualTo(Status.COMPLETED);
      assertThat(report.decisions()).hasSize(2);
    }
  }

  @Test
  void rollingBackReturnsTheControlPlaneAndLeavesNodesAlone() {
    try (UpgradeWorld world = UpgradeWorld.start("bake-rollback")) {
      Report report =
          world
              .run("1.35")
              .answerAll(
                  (now, question) ->
                      question.allowed().contains(Answer.ROLL_BACK)
                          ? Answer.ROLL_BACK
                          : Answer.APPROVE);

      assertThat(report.status()).isEqualTo(Status.COMPLETED);
      assertThat(world.changes("UpdateClusterVersion")).hasSize(2);
      assertThat(world.changes("CreateNodegroup")).isEmpty();
      try (AdminOfCluster admin = world.admin()) {
        assertThat(admin.client().nodes().list().getItems())
            .allMatch(
                node -> node.getStatus().getNodeInfo().getKubeletVersion().startsWith("v1.34."));
      }
    }
  }

  @Test
  void aWorkerThatDiesInEachStepChangesNothingTwice() {
    try (UpgradeWorld world = UpgradeWorld.start("clean")) {
      TestRun run = world.run("1.35").patient();
      Set<String> struck = ConcurrentHashMap.newKeySet();
      Thread killer = new Thread(() -> killInEachStep(world, run, struck), "killer");
      killer.start();
      Report report = run.approveAll();
      killer.interrupt();

      assertThat(report.status()).isEqualTo(Status.COMPLETED);
      assertThat(struck).hasSizeGreaterThan(10);
      assertThat(world.changes("UpdateClusterVersion")).hasSize(1);
      assertThat(world.changes("CreateNodegroup")).hasSize(2);
      assertThat(world.changes("DeleteNodegroup")).hasSize(2);
    }
  }

  private static void killInEachStep(UpgradeWorld world, TestRun run, Set<String> struck) {
    try {
      while (!Thread.interrupted()) {
        Optional<Report> now = run.progress();
        now.stream()
            .flatMap(report -> report.steps().stream())
            .filter(step -> step.state() == Step.State.RUNNING && struck.add(step.name()))
            .findFirst()
            .ifPresent(step -> world.killWorker());
        Thread.sleep(200);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean asksAboutTheBake(Report report) {
    return report.questions().stream()
        .anyMatch(question -> question.allowed().contains(Answer.ROLL_BACK));
  }

  private static boolean blockedBy(Report report, String budget) {
    return blocker(report).contains("PodDisruptionBudget " + budget);
  }

  private static String blocker(Report report) {
    return report.steps().stream()
        .filter(step -> step.state() == Step.State.WAITING && !step.blockers().isEmpty())
        .map(step -> step.blockers().get(step.blockers().size() - 1).toString())
        .reduce("", String::concat);
  }
}
