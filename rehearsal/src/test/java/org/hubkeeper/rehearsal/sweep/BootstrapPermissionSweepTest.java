package org.hubkeeper.rehearsal.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hubkeeper.rehearsal.BootstrapWorld;
import org.hubkeeper.rehearsal.MadeCluster;
import org.hubkeeper.rehearsal.TestRun;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step.State;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The permissions that we ship for bootstrap are exactly enough.
 *
 * <ol>
 *   <li>A run begins without any. Each refusal must name what is missing: that, and nothing else,
 *       is given, and the run is told to go on. It can't end before it has named all that it needs.
 *   <li>The same with the rights in the cluster, once it has given itself those that we ship.
 *   <li>What was never named is shipped without need, but for what the test says and why.
 * </ol>
 */
@Timeout(1500)
class BootstrapPermissionSweepTest {

  /** Without these Helm waits to the end of its time, and does not say what it lacks. */
  private static final Set<String> HELM_WAITS_BY = Set.of("pods", "replicasets");

  private static final String FAILED_GROUP = "node group core is CREATE_FAILED";

  private final List<String> told = new ArrayList<>();
  private final List<String> dumb = new ArrayList<>();
  private BootstrapWorld world;
  private LearnedPolicy policy;
  private LearnedRights rights;

  @Test
  void aRunThatLacksARuleOfEachKindNamesBoth() {
    MadeCluster.shared().again();
    world = MadeCluster.shared().world();
    policy = new LearnedPolicy(world);
    policy.giveAllBut("eks:ListNodegroups");
    rights = new LearnedRights(world);
    rights.giveAllBut("jobs");
    try {
      Report report = world.run().answerAll(this::retryAndReject);

      assertThat(told).hasSize(1);
      assertThat(told.get(0)).contains("not authorized to perform: eks:ListNodegroups");
      assertThat(report.plan().changes().toString()).contains("may not", "jobs.batch");
    } finally {
      policy.giveAllBut("none");
      rights.giveAll();
    }
  }

  private Answer retryAndReject(Report report, Question question) {
    return question.allowed().contains(Answer.APPROVE) ? Answer.REJECT : answer(report, question);
  }

  @Test
  @Tag("full")
  @Disabled(
      "never seen to its end: it named what it needs up to the pull through the registry, with the"
          + " right to list pods and replicasets given by hand")
  void aRunWithoutPermissionsNamesEachOfThoseThatWeShip() {
    try (BootstrapWorld empty = BootstrapWorld.start()) {
      world = empty;
      policy = new LearnedPolicy(world);
      learnAll();
    }
  }

  private void learnAll() {
    world.aws().delays(Map.of("stack-resource", 0.01));
    // What failed is removed before it is made anew; that takes permissions, too.
    world.aws().failures(List.of(Map.of("of", "nodegroup", "name", "core")));
    policy.apply();

    Report report = untilPlanned();

    assertThat(dumb).as("questions that name no permission, after " + told).isEmpty();
    assertThat(report.status()).as(report.error()).isEqualTo(Status.COMPLETED);
    assertThat(policy.neverAsked()).isEmpty();
    assertThat(rights.neverAsked()).isEmpty();
  }

  /** A plan that lacks something is made again; there is nothing to retry in it. */
  private Report untilPlanned() {
    while (true) {
      TestRun run = world.run();
      Report report = run.answerAll(this::answer);
      boolean news = learn(report.plan().findings() + " " + report.steps());
      if (report.status() == Status.COMPLETED || !news) {
        return report;
      }
    }
  }

  private Answer answer(Report report, Question question) {
    if (question.allowed().contains(Answer.APPROVE)) {
      // Checks that could not be made keep nobody from going on.
      learn(report.plan().findings().toString());
      return Answer.APPROVE;
    }
    boolean letIn =
        report.steps().stream()
            .anyMatch(s -> s.name().equals("00-cluster: access") && s.state() == State.DONE);
    if (letIn && rights == null) {
      rights = new LearnedRights(world);
      rights.takeAllBut(HELM_WAITS_BY);
    }
    String text = question.text() + " " + question.details();
    told.add(text);
    if (learn(text) || text.contains(FAILED_GROUP)) {
      return Answer.RETRY;
    }
    dumb.add(text);
    return Answer.ABORT;
  }

  private boolean learn(String text) {
    boolean inAccount = policy.learn(text);
    boolean inCluster = rights != null && rights.learn(text);
    return inAccount || inCluster;
  }
}
