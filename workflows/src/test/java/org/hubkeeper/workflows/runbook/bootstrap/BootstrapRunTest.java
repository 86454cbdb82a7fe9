package org.hubkeeper.workflows.runbook.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.hubkeeper.workflows.kernel.Step;
import org.hubkeeper.workflows.testing.FakeCluster;
import org.hubkeeper.workflows.testing.TestRun;
import org.hubkeeper.workflows.testing.Wishes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Order, questions, repair: what the runbook does with the world. */
class BootstrapRunTest extends BootstrapTest {

  @Test
  @Tag("fact-25")
  void componentsAreInstalledInTheirOrderAndProved() {
    Report report = approveAll(start());

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.leftovers()).isEmpty();
    assertThat(
            report.steps().stream()
                .filter(step -> step.name().matches("0[0-9]-.*"))
                .map(step -> step.name() + " " + step.state()))
        .containsExactly(
            "00-cluster: network DONE",
            "00-cluster: control plane DONE",
            "00-cluster: access DONE",
            "00-cluster: roles DONE",
            "00-cluster: add-ons for nodes DONE",
            "00-cluster: node groups DONE",
            "00-cluster: add-ons DONE",
            "00-cluster: storage DONE",
            "01-ingress DONE",
            "02-autoscaler DONE",
            "03-registry DONE",
            "04-gpu DONE",
            "05-prometheus DONE",
            "06-grafana DONE",
            "07-velero DONE",
            "08-placeholders DONE");
    assertThat(note(report, "01-ingress"))
        .isEqualTo(
            "the load balancer is lb-1.elb.example.com; "
                + "hubs.example.edu leads to lb-1.elb.example.com; https seen");
    assertThat(note(report, "06-grafana")).isEqualTo("password done; dashboards seen");
    assertThat(journal.writes("release"))
        .containsExactly(
            "release ingress sha256:ingress",
            "release autoscaler sha256:autoscaler",
            "release registry sha256:registry",
            "release gpu sha256:gpu",
            "release prometheus sha256:prometheus",
            "release grafana sha256:grafana",
            "release velero sha256:velero",
            "release placeholders sha256:placeholders");
    assertThat(report.results()).contains("write into the fleet file, uid: " + FakeCluster.UID);
  }

  @Test
  @Tag("fact-25")
  void whatTheClusterHasNoUseForIsSkippedWithItsReason() {
    wishes.withoutGpu();
    wishes.components.removeIf(component -> component.name().equals("07-velero"));

    Report report = approveAll(start());

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    Step gpu = step(report, "04-gpu");
    assertThat(gpu.state()).isEqualTo(Step.State.SKIPPED);
    assertThat(gpu.note()).isEqualTo("no node group has GPUs");
    assertThat(journal.writes("release")).noneMatch(write -> write.contains("gpu"));
    assertThat(report.steps()).noneMatch(step -> step.name().startsWith("07"));
  }

  @Test
  void aSecondRunPlansNothingAndOnlyReads() {
    built();

    Report report = start().result();

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.plan().size()).isZero();
    assertThat(report.decisions()).isEmpty();
    assertThat(journal.writes).isEmpty();
    assertThat(journal.calls).noneMatch(call -> call.startsWith("ensure"));
    assertThat(journal.calls).noneMatch(call -> call.startsWith("prove"));
  }

  @Test
  void aRejectedPlanChangesNothing() {
    TestRun run = start();

    answer(run, Answer.REJECT);

    assertThat(run.result().status()).isEqualTo(Status.ABORTED);
    assertThat(journal.writes).isEmpty();
    assertThat(journal.calls).noneMatch(call -> call.startsWith("ensure"));
  }

  @Test
  void onlyAPlanTakesNoLockAndAsksNothing() {
    Report report = start("planOnly", true).result();

    assertThat(report.plan().size()).isPositive();
    assertThat(report.plan().notes()).anyMatch(note -> note.startsWith("cost "));
    assertThat(temporal.office.lockLog).isEmpty();
    assertThat(journal.writes).isEmpty();
  }

  @Test
  void everyPartThatMayChangeIsLocked() {
    approveAll(start());

    assertThat(temporal.office.lockLog.stream().filter(line -> line.startsWith("await")))
        .extracting(line -> line.substring(line.indexOf(own) + own.length() + 1))
        .containsExactly(
            "components",
            "control-plane",
            "pool/core",
            "pool/tools",
            "pool/user-g4dn",
            "pool/user-t3a-2xlarge",
            "pool/user-t3a-large",
            "volumes");
  }

  @Test
  @Tag("fact-31")
  void everyNewNodeGroupIsCreatedWithOneNode() {
    wishes.groups.replaceAll(
        group -> group.name().equals("core") ? Wishes.desired(group, 3) : group);

    approveAll(start());

    assertThat(journal.writes("node group"))
        .hasSize(5)
        .allMatch(write -> write.endsWith("desired 1"));
    assertThat(journal.calls("await 1 nodes of core")).isEqualTo(1);
  }

  @Test
  void hubkeeperIsAdministratorOnlyUntilItHasItsRights() {
    approveAll(start());

    List<String> writes = journal.writes;
    assertThat(writes.subList(writes.indexOf("own admin true"), writes.indexOf("own admin false")))
        .containsExactly("own admin true", "own rights");
    assertThat(writes.indexOf("uid " + FakeCluster.UID))
        .isEqualTo(writes.indexOf("own admin false") + 1);
  }

  @Test
  void anAbortTakesTheAdministratorRightsBack() {
    journal.failing("ensure own rights", FailureKind.REJECTED);
    TestRun run = start();
    answer(run, Answer.APPROVE);
    Question question = run.question();
    assertThat(account.ownAdmin).isTrue();

    run.answer(question, Answer.ABORT, SAM);

    assertThat(run.result().status()).isEqualTo(Status.ABORTED);
    assertThat(account.ownAdmin).isFalse();
  }

  @Test
  void nodesComeBeforeTheAddOnsThatNeedThem() {
    approveAll(start());

    List<String> writes = journal.writes;
    int nodes = writes.indexOf("node group core desired 1");
    assertThat(writes.indexOf("add-on vpc-cni")).isBetween(0, nodes);
    assertThat(writes.indexOf("add-on coredns")).isGreaterThan(nodes);
    assertThat(writes.indexOf("role kube-system/ebs-csi-controller-sa"))
        .isBetween(0, writes.indexOf("add-on aws-ebs-csi-driver"));
  }

  @Test
  @Tag("fact-38")
  void theNameIsPublishedOnlyAfterTheAddressIsThere() {
    approveAll(start());

    assertThat(journal.calls.indexOf("await load balancer master-ingress-nginx-ingress"))
        .isBetween(0, journal.calls.indexOf("ensure record"));
    assertThat(journal.writes("record")).containsExactly("record " + FakeCluster.ADDRESS);
    assertThat(cluster.facts.get("proof of 01-ingress"))
        .containsEntry("loadBalancer", FakeCluster.ADDRESS)
        .containsEntry("host", "hubs.example.edu");
  }

  @Test
  void aNameThatAPersonPublishesIsAwaitedUntilItLeadsThere() {
    wishes.dns = "manual";
    TestRun run = start();
    answer(run, Answer.APPROVE);
    run.until(report -> journal.calls("await record") > 2);
    assertThat(journal.writes("release")).containsExactly("release ingress sha256:ingress");

    account.seenByResolvers = FakeCluster.ADDRESS;

    assertThat(run.result().status()).isEqualTo(Status.COMPLETED);
    assertThat(journal.calls).doesNotContain("ensure record");
  }

  @Test
  @Tag("fact-60")
  void anInstallerThatRanOutOfTimeIsTriedAgainWithoutAQuestion() {
    journal.once(
        "ensure release placeholders",
        () -> {
          throw Failures.of(FailureKind.UNAVAILABLE, "not ready after 10m0s", null);
        });

    Report report = approveAll(start());

    assertThat(report.status()).isEqualTo(Status.COMPLETED);
    assertThat(report.decisions()).hasSize(1);
    assertThat(journal.calls("ensure release placeholders")).isEqualTo(2);
  }

  @Test
  @Tag("fact-60")
  void anInstallerHasTheTimeThatItsComponentSaysAndThreeTries() {
    wishes.replace(Wishes.component("03-registry").minutes(30).build());
    TestRun run = start("only", "03-registry,00-cluster");
    approveAll(run);

    ActivityTaskScheduledEventAttributes call =
        run.history().getEvents().stream()
            .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
            .filter(event -> event.getActivityType().getName().equals("Charts.Ensure"))
            .findFirst()
            .orElseThrow();

    assertThat(call.getStartToCloseTimeout().getSeconds()).isEqualTo(32 * 60);
    assertThat(call.getScheduleToCloseTimeout().getSeconds()).isEqualTo((3 * 32 + 3) * 60);
  }

  @Test
  void rolesBucketsAndSecretsComeBeforeTheReleaseThatNeedsThem() {
    approveAll(start());

    List<String> calls = journal.calls;
    int release = calls.indexOf("ensure release velero");
    assertThat(calls.indexOf("ensure bucket " + own + "-backups")).isBetween(0, release);
    assertThat(calls.indexOf("ensure role velero/velero {\"vpc-1\": 1}")).isBetween(0, release);
    assertThat(cluster.facts.get("velero"))
        .containsEntry("role:velero/velero", "arn:velero/velero");
    assertThat(calls.indexOf("ensure secret grafana-admin"))
        .isBetween(0, calls.indexOf("ensure release grafana"));
    assertThat(calls.indexOf("ensure release grafana"))
        .isLessThan(calls.indexOf("ensure task password"));
  }

  @Test
  @Tag("fact-66")
  void aSecretThatIsThereStaysWhenTheRunIsRepeated() {
    built();
    cluster.releases.remove("placeholders");

    approveAll(start());

    assertThat(journal.writes).containsExactly("release placeholders sha256:placeholders");
  }

  @Test
  @Tag("fact-27")
  void anUnknownClusterFailsBeforeAnythingIsChanged() {
    temporal.office.clusters.remove(own);

    assertThat(start().failure().getType()).isEqualTo(Input.TYPE);
    assertThat(journal.calls).isEmpty();
  }

  @Test
  void aClusterWithoutDefinitionIsBadInput() {
    noDefinition();

    assertThat(start().failure().getOriginalMessage())
        .isEqualTo("definition of " + own + ": MISSING: " + own + " has no definition");
    assertThat(journal.calls).isEmpty();
  }

  @Test
  void anUnknownComponentIsRefusedWithTheKnownOnes() {
    assertThat(start("only", "06-grafan").failure().getOriginalMessage())
        .startsWith("only: there is no component 06-grafan; did you mean 06-grafana?")
        .contains("known: 00-cluster, 01-ingress");
    assertThat(journal.calls).isEmpty();
  }

  @Test
  void onlyOneComponentIsPlannedAndProvedAgainEvenWhenNothingChanges() {
    built();
    cluster.release("registry", State.DIFFERENT, "deployed");

    Report report = start("only", "06-grafana").result();

    assertThat(report.plan().size()).isZero();
    assertThat(journal.writes).isEmpty();
    assertThat(journal.calls("prove 06-grafana dashboards")).isEqualTo(1);
    assertThat(journal.calls).noneMatch(call -> call.startsWith("ensure release registry"));
    assertThat(temporal.office.lockLog).anyMatch(line -> line.endsWith("components"));
  }

  @Test
  void aComponentWithoutItsNeedsIsRefused() {
    built();
    cluster.releases.remove("prometheus");

    assertThat(start("only", "06-grafana").failure().getOriginalMessage())
        .contains("NEEDS_MISSING")
        .contains("05-prometheus");
    assertThat(journal.writes).isEmpty();
  }

  static Step step(Report report, String name) {
    return report.steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static String note(Report report, String name) {
    return step(report, name).note();
  }
}
