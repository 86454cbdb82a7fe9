package org.hubkeeper.workflows.runbook.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Approvals.Kind;
import org.hubkeeper.workflows.kernel.Approvals.Rule;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.testing.FakeAccount;
import org.hubkeeper.workflows.testing.FakeCluster;
import org.hubkeeper.workflows.testing.TestRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was left half-made, what changes meanwhile, what fails. */
class BootstrapRepairTest extends BootstrapTest {

  @Test
  void aDeadStackIsRemovedBeforeTheNextOne() {
    account.stack("ROLLBACK_COMPLETE", "limit of addresses");
    TestRun run = start();
    assertThat(run.question().details())
        .anyMatch(line -> line.contains("which failed (ROLLBACK_COMPLETE): limit of addresses"));

    answer(run, Answer.APPROVE);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes.subList(0, 2)).containsExactly("remove stack", "stack");
  }

  @Test
  void aStackThatDiesInTheRunIsMadeAnewOnRetry() {
    journal.once(
        "ensure stack",
        () -> {
          account.stack("ROLLBACK_COMPLETE", "limit of addresses");
          throw Failures.of(FailureKind.REJECTED, "limit of addresses", null);
        });
    TestRun run = start();
    answer(run, Answer.APPROVE);
    assertThat(run.question().text()).contains("limit of addresses");

    answer(run, Answer.RETRY);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes.subList(0, 2)).containsExactly("remove stack", "stack");
  }

  @Test
  void aNodeGroupThatNeverCameUpIsMadeAnewAndTheOthersAreLeftAlone() {
    built();
    NodeGroup core = wishes.groups.get(1);
    account.failed(core, "NodeCreationFailure");

    Report report = approveAll(start());

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes)
        .containsExactly("remove node group core", "node group core desired 1");
  }

  @Test
  void aNodeGroupThatFailsInTheRunIsOneQuestionAndIsMadeAnewOnRetry() {
    journal.once(
        "ensure node group core",
        () -> {
          account.failed(wishes.groups.get(1), "NodeCreationFailure");
          throw Failures.of(FailureKind.REJECTED, "NodeCreationFailure", null);
        });
    TestRun run = start();
    answer(run, Answer.APPROVE);
    Question question = run.question();
    assertThat(question.details()).containsExactly("core: REJECTED: NodeCreationFailure");

    run.answer(question, Answer.RETRY, SAM);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes).contains("remove node group core", "node group core desired 1");
    assertThat(journal.writes("node group tools")).hasSize(1);
  }

  @Test
  void aRunGoesOnWhereAnotherOneEnded() {
    journal.failing("ensure release prometheus", FailureKind.FORBIDDEN);
    TestRun first = start();
    answer(first, Answer.APPROVE);
    first.answer(first.question(), Answer.ABORT, SAM);
    assertThat(first.result().status()).isEqualTo(Status.ABORTED);
    journal.heal("ensure release prometheus");
    journal.clear();

    Report report = approveAll(start());

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes("release"))
        .containsExactly(
            "release prometheus sha256:prometheus",
            "release grafana sha256:grafana",
            "release velero sha256:velero",
            "release placeholders sha256:placeholders");
    assertThat(journal.writes("own admin")).isEmpty();
    // What the ended run had not proved any more, or had, is proved again.
    assertThat(journal.calls("prove 03-registry pull")).isEqualTo(1);
  }

  @Test
  void rightsThatWereTakenAwayAreGivenBackAfterApproval() {
    built();
    cluster.rights = false;
    TestRun run = start();
    assertThat(run.question().details())
        .anyMatch(line -> line.contains("Hubkeeper's own rights: FORBIDDEN: create deployments"));

    answer(run, Answer.APPROVE);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes).containsExactly("own admin true", "own rights", "own admin false");
  }

  @Test
  void theAdministratorRightsThatATerminatedRunLeftAreTakenAway() {
    built();
    account.ownAdmin = true;
    cluster.releases.remove("registry");

    approveAll(start());

    assertThat(account.ownAdmin).isFalse();
  }

  @Test
  void whatChangedSinceTheApprovalIsAskedAboutAgain() {
    built();
    cluster.releases.remove("registry");
    TestRun run = start();
    run.question();
    cluster.release("grafana", State.FAILED, "failed");
    answer(run, Answer.APPROVE);

    Question again = run.question();

    assertThat(again.details())
        .containsExactly(
            "+ UPDATE 06-grafana release cluster-tools/grafana from grafana 1.0.0 sha256:grafana,"
                + " repair what failed: failed");
    assertThat(journal.writes).isEmpty();
    run.answer(again, Answer.APPROVE, SAM);
    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void aChartThatWasReplacedUnderItsVersionIsAskedAboutAgain() {
    TestRun run = start();
    run.question();
    cluster.charts.put("registry", "sha256:other");
    answer(run, Answer.APPROVE);

    answer(run, Answer.APPROVE);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes).contains("release registry sha256:other");
  }

  @Test
  @Tag("fact-42")
  void anotherChartsReleaseIsNeverTouched() {
    built();
    cluster.release("registry", State.FOREIGN, "deployed");

    assertThat(start().failure().getOriginalMessage())
        .contains("RELEASE_TAKEN", "cluster-tools/registry", "choose another release name");
    assertThat(journal.writes).isEmpty();
  }

  @Test
  @Tag("fact-35")
  void aClusterOfThatNameThatIsNotOursIsNeverTouched() {
    account.controlPlane("ACTIVE", false, "");
    account.stack("CREATE_COMPLETE", "");

    assertThat(start().failure().getOriginalMessage()).contains("CLUSTER_NOT_OURS");
    assertThat(journal.writes).isEmpty();
  }

  @Test
  void aClusterOfAnotherUidIsNeverTouched() {
    built();
    uid("uid-of-another", "test");

    assertThat(start().failure().getOriginalMessage()).contains("CLUSTER_MISMATCH");
    assertThat(journal.writes).isEmpty();
  }

  @Test
  void aMissingChartBlocksAndTheRestIsStillPlanned() {
    journal.failing("look chart registry", FailureKind.MISSING);

    Report report = start("planOnly", true).result();

    assertThat(report.plan().findings())
        .anyMatch(f -> f.code().equals("COMPONENT_UNREADABLE") && f.message().contains("MISSING"));
    assertThat(report.plan().changes()).anyMatch(c -> c.target().equals("08-placeholders"));
    assertThat(start().failure().getOriginalMessage()).contains("COMPONENT_UNREADABLE");
    assertThat(journal.writes).isEmpty();
  }

  @Test
  void aFailedProofIsAQuestionAndRetryDoesNothingTwice() {
    journal.failing("prove 03-registry pull", FailureKind.REJECTED);
    TestRun run = start();
    answer(run, Answer.APPROVE);
    Question question = run.question();
    assertThat(question.text()).startsWith("03-registry: REJECTED");

    journal.heal("prove 03-registry pull");
    run.answer(question, Answer.RETRY, SAM);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.writes("release registry")).hasSize(1);
    assertThat(BootstrapRunTest.step(run.progress(), "03-registry").attempts()).isEqualTo(2);
  }

  @Test
  void whatIsUndoneAtTheEndFailsTheRun() {
    journal.before("prove 06-grafana dashboards", () -> cluster.releases.remove("registry"));
    TestRun run = start();
    answer(run, Answer.APPROVE);

    assertThat(run.failure().getType()).isEqualTo("UNVERIFIED");
    assertThat(run.progress().leftovers()).singleElement().asString().contains("03-registry");
  }

  @Test
  void aRecordOfSomebodyElseIsReplacedOnlyAsThePlanSaid() {
    built();
    account.record = new FakeAccount.RecordFact("hubs.example.edu", "CNAME", "old", 60, false);

    approveAll(start());

    assertThat(journal.writes).containsExactly("record " + FakeCluster.ADDRESS + " replacing old");
  }

  @Test
  void theApprovalIsForCostAndForWhatIsDestroyed() {
    rules("test", rule(Kind.DESTRUCTIVE, "owner"), rule(Kind.COST, "operator"));
    account.stack("CREATE_FAILED", "why");
    TestRun run = start();
    run.answer(run.question(), Answer.APPROVE, new Actor("alex", "", "terminal"));
    assertThat(run.progress().questions()).hasSize(1);

    run.answer(run.question(), Answer.APPROVE, SAM);

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
  }

  private static Rule rule(Kind kind, String role) {
    return new Rule("bootstrap", List.of(kind), List.of(role), 1, false, List.of(), false);
  }
}
