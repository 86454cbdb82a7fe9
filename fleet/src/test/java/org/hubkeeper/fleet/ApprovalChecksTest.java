package org.hubkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks let pass; what they refuse is in {@code bad-fleets.yaml}. */
class ApprovalChecksTest {

  private static final String ALEX = "{name: alex, roles: [operator]}";
  private static final String SAM = "{name: sam, roles: [owner]}";

  @TempDir Path folder;

  @Test
  void withoutRulesNobodyIsNeeded() throws IOException {
    assertThat(problems("test", List.of())).isEmpty();
  }

  @Test
  void oneOfAnybodyNeedsNoTeam() throws IOException {
    assertThat(problems("test", List.of(), "{runbook: \"*\", people: 1}")).isEmpty();
  }

  @Test
  void rulesForDifferentRunbooksNeverMeet() throws IOException {
    assertThat(
            problems(
                "test",
                List.of(ALEX, SAM),
                "{runbook: upgrade, roles: [operator], doors: [slack]}",
                "{runbook: teardown, roles: [owner], doors: [terminal]}"))
        .isEmpty();
  }

  @Test
  void rulesOfDifferentKindsMeetInAChangeOfBothKinds() throws IOException {
    assertThat(
            problems(
                "test",
                List.of(ALEX, SAM),
                "{runbook: upgrade, changes: [cost], roles: [operator]}",
                "{runbook: upgrade, changes: [destructive], roles: [owner]}"))
        .containsExactly("clusters[0].approvals");
  }

  @Test
  void aRuleAboutProductionMeetsNothingOnTest() throws IOException {
    String[] rules = {
      "{runbook: upgrade, changes: [cost], roles: [operator]}",
      "{runbook: upgrade, changes: [production], roles: [owner]}"
    };

    assertThat(problems("test", List.of(ALEX, SAM), rules)).isEmpty();
    assertThat(problems("production", List.of(ALEX, SAM), rules))
        .containsExactly("clusters[0].approvals");
  }

  @Test
  void theRequesterMayBeSomebodyWhoCouldNotApproveAnyway() throws IOException {
    String rule = "{runbook: upgrade, roles: [owner], requesterExcluded: true}";

    assertThat(problems("production", List.of(ALEX, SAM), rule)).isEmpty();
    assertThat(problems("production", List.of(SAM), rule))
        .containsExactly("clusters[0].approvals[0].requesterExcluded");
  }

  @Test
  void whatIsPresetNeedsNobodyUnlessAnotherRuleAsks() throws IOException {
    String preset = "{runbook: upgrade, people: 9, preset: true}";
    String asking = "{runbook: upgrade, changes: [cost]}";

    assertThat(problems("test", List.of(ALEX), preset)).isEmpty();
    assertThat(problems("test", List.of(ALEX), preset, asking))
        .containsExactly("clusters[0].approvals");
  }

  @Test
  void aTeamInDisorderIsNotCounted() throws IOException {
    assertThat(
            problems(
                "test",
                List.of("{name: alex, role: [operator]}"),
                "{runbook: upgrade, roles: [operator], people: 2}"))
        .containsExactly("team[0].role");
  }

  @Test
  void aRuleInDisorderHidesNoOtherRulesProblem() throws IOException {
    assertThat(
            problems(
                "test",
                List.of(ALEX),
                "{runbook: upgrade, poeple: 2}",
                "upgrade",
                "{runbook: upgrade, roles: [ownr], people: 2}",
                "{runbook: upgrade, people: 2}"))
        .containsExactly(
            "clusters[0].approvals[0].poeple",
            "clusters[0].approvals[1]",
            "clusters[0].approvals[2].roles[0]",
            "clusters[0].approvals[3].people");
  }

  /** Paths of the problems of a file with this team and one cluster of these rules. */
  private List<String> problems(String environment, List<String> team, String... rules)
      throws IOException {
    String yaml =
        """
        apiVersion: hubkeeper.org/v1
        team: [%s]
        clusters:
          - name: demo
            environment: %s
            cloud: aws
            account: "123456789012"
            region: us-west-2
            approvals: [%s]
        """
            .formatted(
                String.join(", ", team),
                environment,
                Stream.of(rules).collect(Collectors.joining(",\n      ")));
    Path file = Files.writeString(folder.resolve("fleet.yaml"), yaml);
    FleetException refusal =
        catchThrowableOfType(FleetException.class, () -> FleetFile.read(file, List.of()));
    return refusal == null ? List.of() : refusal.problems().stream().map(Problem::path).toList();
  }
}
