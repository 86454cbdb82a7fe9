package org.hubkeeper.workflows.runbook.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hubkeeper.workflows.runbook.prune.Vol.NOW;
import static org.hubkeeper.workflows.runbook.prune.Vol.vol;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hubkeeper.workflows.kernel.Approvals;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures.Told;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.UpgradePolicy;
import org.hubkeeper.workflows.model.VolumeFact;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Action;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Proposal;
import org.hubkeeper.workflows.runbook.prune.PrunePlanner.Claim;
import org.hubkeeper.workflows.runbook.prune.PrunePlanner.Facts;
import org.hubkeeper.workflows.testing.Slices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is proposed for which volume, rule by rule. */
class PrunePlannerTest {

  private static final Told AWAY = new Told(FailureKind.UNAVAILABLE, "UNAVAILABLE: no answer");
  private static final Map<String, Claim> NO_CLAIMS = Map.of();
  private static final Map<String, Told> ALL_ASKED = Map.of();

  static Stream<Arguments> rules() {
    Map<String, Claim> ownClaim = Map.of("v", new Claim("own", "ds100"));
    Map<String, Claim> otherClaim = Map.of("v", new Claim("other", "x"));
    Map<String, Told> otherAway = Map.of("other", AWAY);
    Map<String, Told> ownAway = Map.of("own", AWAY);
    Duration month = Duration.ofDays(30);
    return Stream.of(
        Arguments.of("an old one of ours goes", vol("v"), NO_CLAIMS, ALL_ASKED, "delete"),
        Arguments.of("attached", vol("v").state("in-use"), NO_CLAIMS, ALL_ASKED, ""),
        Arguments.of("being created", vol("v").state("creating"), NO_CLAIMS, ALL_ASKED, ""),
        Arguments.of("being deleted", vol("v").state("deleting"), NO_CLAIMS, ALL_ASKED, ""),
        Arguments.of("claimed by us", vol("v"), ownClaim, ALL_ASKED, "name"),
        Arguments.of("claimed and named", vol("v").named(), ownClaim, ALL_ASKED, ""),
        Arguments.of("claimed, in use", vol("v").state("in-use"), ownClaim, ALL_ASKED, "name"),
        Arguments.of("claimed by a neighbour", vol("v"), otherClaim, ALL_ASKED, ""),
        Arguments.of("somebody else's", vol("v").foreign("team b"), NO_CLAIMS, ALL_ASKED, ""),
        Arguments.of("another cluster's", vol("v").cluster("other"), NO_CLAIMS, ALL_ASKED, ""),
        Arguments.of("nobody's", vol("v").unidentified(), NO_CLAIMS, ALL_ASKED, "delete"),
        Arguments.of("nobody's, one away", vol("v").unidentified(), NO_CLAIMS, otherAway, ""),
        Arguments.of("ours, another away", vol("v"), NO_CLAIMS, otherAway, "delete"),
        Arguments.of("ours, we are away", vol("v"), NO_CLAIMS, ownAway, ""),
        Arguments.of("30 days old", vol("v").age(month), NO_CLAIMS, ALL_ASKED, "delete"),
        Arguments.of(
            "a second younger", vol("v").age(month.minusSeconds(1)), NO_CLAIMS, ALL_ASKED, ""),
        Arguments.of("from the future", vol("v").age(month.negated()), NO_CLAIMS, ALL_ASKED, ""),
        Arguments.of(
            "keep for a while", vol("v").keepUntil(NOW.plusSeconds(1)), NO_CLAIMS, ALL_ASKED, ""),
        Arguments.of("kept until now", vol("v").keepUntil(NOW), NO_CLAIMS, ALL_ASKED, "delete"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void everyRule(
      String name, Vol volume, Map<String, Claim> claims, Map<String, Told> away, String proposed) {
    PrunePlan plan = plan("{}", List.of(volume.fact()), claims, away);

    assertThat(plan.proposals())
        .extracting(p -> p.action().removes() ? "delete" : "name")
        .isEqualTo(proposed.isEmpty() ? List.of() : List.of(proposed));
  }

  @Test
  void theOldestGoFirstAndTheCapsKeepTheRest() {
    List<VolumeFact> volumes =
        IntStream.range(0, 6)
            .mapToObj(i -> vol("v" + i).age(Duration.ofDays(100 + i)).gib(100).fact())
            .toList();

    assertThat(ids(plan("'maxVolumes':2", volumes))).containsExactly("v5", "v4");
    assertThat(ids(plan("'maxGiB':300", volumes))).containsExactly("v5", "v4", "v3");
    assertThat(ids(plan("'maxGiB':299", volumes))).containsExactly("v5", "v4");
    assertThat(ids(plan("'maxGiB':99", volumes))).isEmpty();
    assertThat(plan("'maxVolumes':2", volumes).notes())
        .contains("4 left alone, keep: more than one run may delete; next time");
  }

  @Test
  void withoutSnapshotsOnlyWhenTheRequestSaysSo() {
    List<VolumeFact> one = List.of(vol("v").fact());

    assertThat(plan("'snapshots':true", one).proposals().get(0).action())
        .isEqualTo(Action.SNAPSHOT_THEN_DELETE);
    assertThat(plan("'snapshots':false", one).proposals().get(0).action()).isEqualTo(Action.DELETE);
  }

  @Test
  void whatNobodyCanIdentifyIsAGroupOfItsOwnAndTheLast() {
    PrunePlan plan =
        plan(
            "'minAgeDays':0",
            List.of(
                vol("a").unidentified().age(Duration.ofDays(900)).fact(),
                vol("b").hub("ds100").fact(),
                vol("c").hub("bio-ns").fact(),
                vol("d").hub("").fact()));

    assertThat(plan.groups().keySet())
        .containsExactly(
            "volumes of hub ds100",
            "volumes of hub bio",
            "volumes of no known hub",
            "unidentified volumes");
  }

  @Test
  void manyHubsAreAskedAboutTogether() {
    List<VolumeFact> volumes =
        IntStream.range(0, 40).mapToObj(i -> vol("v" + i).hub("hub" + i).fact()).toList();

    assertThat(plan("{}", volumes).groups()).hasSize(13).containsKey("volumes of other hubs");
  }

  @Test
  void aFreezeBlocksThePlan() {
    ClusterSlice own = Slices.test("own");
    ClusterSlice frozen =
        new ClusterSlice(
            own.ref(),
            own.hubs(),
            List.of(),
            new Approvals(List.of(), List.of()),
            List.of(),
            "UTC",
            List.of(new ClusterSlice.Freeze("2026-11-20T00:00", "2026-11-30T00:00", "finals")),
            List.of(),
            UpgradePolicy.DEFAULT,
            "",
            "");
    Facts facts = new Facts(frozen, List.of(vol("v").fact()), NO_CLAIMS, ALL_ASKED, NOW);

    assertThat(PrunePlanner.plan(Requests.read("own", "{}"), facts).findings())
        .extracting(Finding::code, Finding::blocking)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("FREEZE_WINDOW", true));
  }

  @Test
  void findingsTellWhatCouldNotBeAskedAndWhatEarlierRunsLeft() {
    PrunePlan plan =
        plan(
            "{}",
            List.of(vol("v").markedBy("run-1").fact(), vol("w").markedBy("run-1").fact()),
            NO_CLAIMS,
            Map.of("other", AWAY));

    assertThat(plan.findings())
        .extracting(f -> f.code() + " " + f.blocking())
        .containsExactly("CLUSTER_UNREACHABLE false", "LEFTOVER_MARK false");
    assertThat(plan.findings().get(1).message()).startsWith("2 volumes");
  }

  @Test
  void onlyTheOwnClustersWrongApiServerBlocks() {
    Told drifted = new Told(FailureKind.DRIFTED, "DRIFTED: another uid");
    List<VolumeFact> one = List.of(vol("v").fact());

    assertThat(plan("{}", one, NO_CLAIMS, Map.of("own", drifted)).findings())
        .extracting(f -> f.code() + " " + f.blocking())
        .containsExactly("CLUSTER_MISMATCH true");
    assertThat(plan("{}", one, NO_CLAIMS, Map.of("other", drifted)).findings())
        .extracting(f -> f.code() + " " + f.blocking())
        .containsExactly("CLUSTER_UNREACHABLE false");
  }

  @Test
  void noAgeAndNoCostIsInWhatTheHashCovers() {
    PrunePlan today = plan("{}", List.of(vol("v").fact()));
    Facts later =
        new Facts(
            Slices.test("own"),
            List.of(vol("v").fact()),
            NO_CLAIMS,
            ALL_ASKED,
            NOW.plus(Duration.ofDays(3)));

    assertThat(PrunePlanner.plan(Requests.read("own", "{}"), later).changes().get(0).detail())
        .isEqualTo(today.changes().get(0).detail());
    assertThat(today.changes().get(0).info()).contains("400 days");
  }

  private static List<String> ids(PrunePlan plan) {
    return plan.proposals().stream().map(Proposal::volume).toList();
  }

  private static PrunePlan plan(String options, List<VolumeFact> volumes) {
    return plan(options, volumes, NO_CLAIMS, ALL_ASKED);
  }

  private static PrunePlan plan(
      String options,
      List<VolumeFact> volumes,
      Map<String, Claim> claims,
      Map<String, Told> unreachable) {
    return PrunePlanner.plan(
        Requests.read("own", options),
        new Facts(Slices.test("own"), volumes, claims, unreachable, NOW));
  }
}
