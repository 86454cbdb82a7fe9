package org.hubkeeper.rehearsal.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.RehearsedAccount;
import org.hubkeeper.rehearsal.Scene;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Question.Answer;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Report.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The permissions that we ship are just enough: without any one of them a run says which one is
 * missing and destroys nothing. That they suffice is what every other test here shows.
 */
class PermissionSweepTest {

  private final RehearsalWorld world = RehearsalWorld.shared();
  private final List<String> asked = new ArrayList<>();

  @ParameterizedTest
  @CsvSource("DeleteMarkedVolumes, ec2:DeleteVolume")
  void withoutThisStatementTheRunAsksForIt(String statement, String action) {
    without(statement, action);
  }

  @ParameterizedTest
  @CsvSource({
    "ReadVolumeIntoSnapshot, ec2:CreateSnapshot",
    "SeeVolumes, ec2:DescribeVolumes",
    "SeeVolumes, ec2:DescribeSnapshots",
    "FindCluster, eks:DescribeCluster",
    "MarkAndNameVolumes, ec2:CreateTags",
    "MakeSnapshot, ec2:CreateSnapshot",
    "TagSnapshotWhileMakingIt, ec2:CreateTags"
  })
  @Tag("full")
  void withoutThatStatementTheRunAsksForIt(String statement, String action) {
    without(statement, action);
  }

  @Test
  @Tag("full")
  void withoutTheStatementForUnmarkingARunThatSparesAVolumeAsksForIt() {
    Scene scene = world.scene("attached-after-approval");
    takeAway("UnmarkVolumes", "ec2:DeleteTags");

    Report report = world.run().answerAll(this::yes);

    assertThat(report.status()).isEqualTo(Status.ABORTED);
    assertThat(asked.toString()).contains("ec2:DeleteTags");
    assertThat(volumes()).contains(scene.made().path("changedVolume").asText());
  }

  @Test
  @Tag("full")
  void everyStatementOfThePolicyIsInOneOfTheseTests() {
    Set<String> swept =
        new HashSet<>(
            List.of(
                "ReadVolumeIntoSnapshot",
                "DeleteMarkedVolumes",
                "SeeVolumes",
                "FindCluster",
                "MarkAndNameVolumes",
                "MakeSnapshot",
                "TagSnapshotWhileMakingIt",
                "UnmarkVolumes"));

    assertThat(world.account().shippedPolicy().path("Statement").findValuesAsText("Sid"))
        .containsExactlyInAnyOrderElementsOf(swept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"persistentvolumes", "namespaces"})
  @Tag("full")
  void withoutARuleInTheClustersTheirVolumesAreUntouchable(String resource) {
    Scene scene = world.scene("default");
    applyRbacWithout(resource);
    try {
      // The uid of a cluster is looked at once in the life of a worker.
      world.replaceWorker();

      Report report = world.run().answerAll(this::yes);

      assertThat(report.plan().findings().toString()).contains(resource);
      assertThat(world.changes()).isEmpty();
      assertThat(volumes()).containsAll(scene.all());
    } finally {
      applyRbacWithout("nothing");
    }
  }

  private void without(String statement, String action) {
    Scene scene = world.scene("default");
    takeAway(statement, action);

    Report report = world.run().answerAll(this::yes);

    String told = asked + " " + report.plan().findings() + " " + report.steps();
    assertThat(told).contains(action);
    assertThat(volumes()).containsAll(scene.all());
    assertThat(marks()).isEmpty();
  }

  private Answer yes(Report report, Question question) {
    asked.add(question.text() + " " + question.details());
    return Answer.APPROVE;
  }

  private void takeAway(String statement, String action) {
    ObjectNode policy = world.account().shippedPolicy();
    ArrayNode kept = policy.arrayNode();
    for (JsonNode one : policy.path("Statement")) {
      if (!one.path("Sid").asText().equals(statement)) {
        kept.add(one);
      } else if (one.path("Action").isArray()) {
        ObjectNode rest = one.deepCopy();
        ArrayNode actions = rest.putArray("Action");
        one.path("Action").forEach(a -> addUnless(actions, a, action));
        kept.add(rest);
      }
    }
    policy.set("Statement", kept);
    world.account().registerWorker(policy, RehearsedAccount.ARN);
  }

  private static void addUnless(ArrayNode actions, JsonNode action, String taken) {
    if (!action.asText().equals(taken)) {
      actions.add(action);
    }
  }

  private void applyRbacWithout(String resource) {
    String manifest = Sources.of("deploy").text("rbac/prune-volumes.yaml");
    // The name of what may be seen is what we take: an absent resource gives no right.
    String less = manifest.replace("resources: [" + resource + "]", "resources: [absent]");
    world
        .address()
        .controlPlanes()
        .values()
        .forEach(
            plane -> {
              try (AdminOfCluster admin = new AdminOfCluster(plane)) {
                admin.apply(less);
              }
            });
  }

  private List<String> volumes() {
    return world.aws().state().path("volumes").findValuesAsText("id");
  }

  private List<String> marks() {
    return world.aws().state().path("volumes").findValuesAsText("hubkeeper/candidate-run");
  }
}
