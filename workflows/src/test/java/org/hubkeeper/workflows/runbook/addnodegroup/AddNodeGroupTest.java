package org.hubkeeper.workflows.runbook.addnodegroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.testing.ClusterTest;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.Wishes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node group for a cluster that is there. */
class AddNodeGroupTest extends ClusterTest {

  private static final String WITH_BIG =
      Wishes.PRIORITIES.replace("\"20\":", "\"5\": [\".*m5-4xlarge.*\"], \"20\":");

  @BeforeEach
  void clusterWithoutTheGroup() {
    built();
    wishes.groups.add(Wishes.group("user-m5-4xlarge", "m5.4xlarge", "user", 0, 4));
    wishes.replace(Wishes.component("02-autoscaler").values(WITH_BIG).proof("scaling").build());
    cluster.release("autoscaler", State.DIFFERENT, "deployed");
  }

  @Test
  @Tag("fact-31")
  void theGroupIsMadeTheAutoscalerLearnsOfItAndItIdles() {
    TestRun run = start("nodeGroup", "user-m5-4xlarge");
    assertThat(run.question().details())
        .anyMatch(line -> line.startsWith("cost 0.777 USD an hour for each node"))
        .anyMatch(
            line -> line.equals("CREATE node group user-m5-4xlarge: m5.4xlarge, 1 node, 0 to 4"));

    answer(run, Answer.APPROVE);

    Report report = run.result();
    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes)
        .containsExactly(
            "node group user-m5-4xlarge desired 1", "release autoscaler sha256:autoscaler");
    List<String> calls = journal.calls;
    assertThat(calls.indexOf("await 1 nodes of user-m5-4xlarge"))
        .isBetween(0, calls.indexOf("ensure release autoscaler"));
    assertThat(calls.indexOf("await at most 0 nodes of user-m5-4xlarge"))
        .isGreaterThan(calls.indexOf("prove 02-autoscaler scaling"));
    assertThat(step(report, "Wait until it idles at 0").state()).isEqualTo(Step.State.DONE);
  }

  @Test
  void aSecondRunPlansNothingAndOnlyReads() {
    approveAll(start("nodeGroup", "user-m5-4xlarge"));
    journal.clear();

    Report report = start("nodeGroup", "user-m5-4xlarge").result();

    assertThat(report.plan().size()).isZero();
    assertThat(journal.writes).isEmpty();
    assertThat(journal.calls).noneMatch(call -> call.startsWith("ensure"));
  }

  @Test
  void withoutANameItIsTheOnlyGroupThatIsNotThere() {
    assertThat(approveAll(start()).status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes).contains("node group user-m5-4xlarge desired 1");
  }

  @Test
  void withoutANameSeveralMissingGroupsAreBadInput() {
    account.groups.remove("core");

    assertThat(start().failure().getType()).isEqualTo(Input.TYPE);
    assertThat(start("nodeGroup", "user-m5-4xl").failure().getOriginalMessage())
        .startsWith("nodeGroup: the definition has no user-m5-4xl");
    assertThat(journal.writes).isEmpty();
  }

  @Test
  @Tag("fact-44")
  void aGroupThatNoPriorityMatchesIsRefusedBeforeAnythingIsMade() {
    wishes.replace(Wishes.component("02-autoscaler").values(Wishes.PRIORITIES).build());

    assertThat(start().failure().getOriginalMessage())
        .contains("PRIORITY_MISSING", "user-m5-4xlarge");
    assertThat(journal.writes).isEmpty();
  }

  @Test
  void nothingIsAddedToAClusterThatIsNotThere() {
    account.reset();

    assertThat(start("nodeGroup", "core").failure().getOriginalMessage())
        .contains("CLUSTER_MISSING");
  }

  @Test
  void aRejectedPlanChangesNothing() {
    TestRun run = start();
    answer(run, Answer.REJECT);

    assertThat(run.result().status()).isEqualTo(Status.ABORTED);
    assertThat(journal.writes).isEmpty();
  }

  @Test
  void anAutoscalerThatKnowsThePrioritiesAlreadyIsLeftAlone() {
    cluster.release("autoscaler", State.SAME, "deployed");

    Report report = approveAll(start());

    assertThat(step(report, "Upgrade the autoscaler").state()).isEqualTo(Step.State.SKIPPED);
    assertThat(journal.writes).containsExactly("node group user-m5-4xlarge desired 1");
  }

  @Test
  void aGroupThatFailsIsMadeAnewOnRetry() {
    journal.once(
        "ensure node group user-m5-4xlarge",
        () -> {
          account.failed(wishes.groups.get(5), "AsgInstanceLaunchFailures");
          throw Failures.of(FailureKind.REJECTED, "AsgInstanceLaunchFailures", null);
        });
    TestRun run = start();
    answer(run, Answer.APPROVE);

    answer(run, Answer.RETRY);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes.subList(0, 2))
        .containsExactly(
            "remove node group user-m5-4xlarge", "node group user-m5-4xlarge desired 1");
  }

  @Test
  void onlyThatPoolIsLocked() {
    temporal.office.lockLog.clear();

    approveAll(start("nodeGroup", "user-m5-4xlarge"));

    assertThat(temporal.office.lockLog.stream().filter(line -> line.startsWith("await")))
        .extracting(line -> line.substring(line.indexOf(own) + own.length() + 1))
        .containsExactly("components", "control-plane", "pool/user-m5-4xlarge");
  }

  private TestRun start(Object... more) {
    return run("AddNodeGroup", more);
  }

  private static Step step(Report report, String name) {
    return report.steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
