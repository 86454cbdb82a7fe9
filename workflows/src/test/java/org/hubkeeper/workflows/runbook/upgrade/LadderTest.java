package org.hubkeeper.workflows.runbook.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.runbook.upgrade.Ladder.Hop;
import org.hubkeeper.workflows.runbook.upgrade.Ladder.Rung;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order of control plane and pools, as tables. */
class LadderTest {

  @Test
  @Tag("fact-1")
  void from118To122TheControlPlaneTakesFourStepsInOrder() {
    assertThat(moves("1.18", "1.22", lagging("nodes", "1.18")).filter(m -> m.startsWith("cp")))
        .containsExactly("cp 1.18->1.19", "cp 1.19->1.20", "cp 1.20->1.21", "cp 1.21->1.22");
  }

  @Test
  @Tag("fact-3")
  void from118To122NodesOfOnesOwnAreRolledOutTwiceTo120AndTo122() {
    assertThat(moves("1.18", "1.22", lagging("nodes", "1.18")))
        .containsExactly(
            "cp 1.18->1.19",
            "cp 1.19->1.20",
            "nodes 1.18->1.20",
            "cp 1.20->1.21",
            "cp 1.21->1.22",
            "nodes 1.20->1.22");
  }

  @Test
  void managedNodesFollowEachStep() {
    assertThat(moves("1.32", "1.34", lockstep("core", "1.32")))
        .containsExactly("cp 1.32->1.33", "core 1.32->1.33", "cp 1.33->1.34", "core 1.33->1.34");
  }

  @Test
  void from128OnNodesMayLagByThree() {
    assertThat(moves("1.28", "1.32", lagging("nodes", "1.28")))
        .containsExactly(
            "cp 1.28->1.29",
            "cp 1.29->1.30",
            "cp 1.30->1.31",
            "nodes 1.28->1.31",
            "cp 1.31->1.32",
            "nodes 1.31->1.32");
    assertThat(moves("1.26", "1.28", lagging("nodes", "1.25")))
        .as("1.28 is the first that takes a lag of three")
        .containsExactly("cp 1.26->1.27", "cp 1.27->1.28", "nodes 1.25->1.28");
  }

  @Test
  void poolsMoveEachByItsOwnRule() {
    assertThat(moves("1.32", "1.34", lockstep("core", "1.32"), lagging("own", "1.32")))
        .containsExactly(
            "cp 1.32->1.33",
            "core 1.32->1.33",
            "cp 1.33->1.34",
            "core 1.33->1.34",
            "own 1.32->1.34");
  }

  @Test
  void whatHasStayedBehindIsCaughtUpFirst() {
    assertThat(moves("1.34", "1.35", lockstep("core", "1.33")))
        .containsExactly("core 1.33->1.34", "cp 1.34->1.35", "core 1.34->1.35");
    assertThat(moves("1.34", "1.34", lockstep("core", "1.33"), lockstep("user", "1.34")))
        .containsExactly("core 1.33->1.34");
  }

  @Test
  @Tag("fact-8")
  void atTheTargetThereIsNothingToDo() {
    assertThat(moves("1.34", "1.34", lockstep("core", "1.34"))).isEmpty();
  }

  @Test
  void aClusterWithoutPoolsIsMovedAllTheSame() {
    assertThat(moves("1.33", "1.35")).containsExactly("cp 1.33->1.34", "cp 1.34->1.35");
  }

  private static Rung lagging(String pool, String version) {
    return new Rung(pool, KubeVersion.parse(version), false);
  }

  private static Rung lockstep(String pool, String version) {
    return new Rung(pool, KubeVersion.parse(version), true);
  }

  private static Stream<String> moves(String from, String to, Rung... pools) {
    List<String> moves = new ArrayList<>();
    for (Hop hop : Ladder.climb(KubeVersion.parse(from), List.of(pools), KubeVersion.parse(to))) {
      if (hop.moves()) {
        moves.add("cp " + hop.from() + "->" + hop.to());
      }
      hop.rolls().forEach(roll -> moves.add(roll.pool() + " " + roll.from() + "->" + roll.to()));
    }
    return moves.stream();
  }
}
