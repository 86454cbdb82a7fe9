package org.hubkeeper.workflows.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hubkeeper.workflows.cluster.Pools.Purpose;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterDefinition.Taint;
import org.hubkeeper.workflows.testing.Wishes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pools are for, what they seat and what they cost. */
class PoolsTest {

  private static final NodeGroup TOOLS = Wishes.group("tools", "t3a.medium", "", 1, 2);
  private static final NodeGroup CORE = Wishes.group("core", "t3a.large", "core", 1, 2);
  private static final NodeGroup USER = Wishes.group("user", "t3a.large", "user", 0, 9);

  @Test
  @Tag("fact-29")
  void poolsForToolsHubsAndUsersAreSeparate() {
    assertThat(codes(List.of(TOOLS, CORE, USER))).isEmpty();
    assertThat(messages(List.of(TOOLS, USER)))
        .singleElement()
        .asString()
        .contains("hubs and their");
    assertThat(messages(List.of(CORE, USER))).singleElement().asString().contains("tools");
    assertThat(messages(List.of(TOOLS, CORE))).singleElement().asString().contains("for users");
    assertThat(codes(List.of(TOOLS))).containsOnly("POOLS_NOT_SEPARATED").hasSize(2);
  }

  @Test
  void aTaintTellsThePurposeWhereNoLabelDoes() {
    assertThat(Pools.purpose(with("hub.jupyter.org/dedicated", "user"))).isEqualTo(Purpose.USER);
    assertThat(Pools.purpose(with("hub.jupyter.org_dedicated", "core"))).isEqualTo(Purpose.CORE);
    assertThat(Pools.purpose(with("nvidia.com/gpu", "user"))).isEqualTo(Purpose.TOOLS);
  }

  @Test
  @Tag("fact-34")
  void aSmallUserNodeIsWarnedAboutWithItsSeats() {
    Seats.Share share = new Seats.Share(1, 1, 0);
    NodeGroup small = Wishes.group("user-small", "t3a.medium", "user", 0, 9);

    assertThat(Seats.of(1, 4, share)).isEqualTo(new Seats(4, 4));
    assertThat(Pools.findings(List.of(TOOLS, CORE, small), share))
        .containsExactly(
            new Finding(
                "SMALL_NODES",
                false,
                "user-small: a t3a.medium has just 4 seats; expect constant scaling and waiting"
                    + " users"));
    assertThat(Pools.findings(List.of(TOOLS, CORE, USER), share)).isEmpty();
  }

  @Test
  @Tag("fact-33")
  void seatsOfAT3aLargeAreEightToSixteen() {
    MachineType type = MachineType.of("t3a.large").orElseThrow();

    assertThat(Seats.of(type.cpus(), type.memoryGiB(), Seats.Share.USUAL))
        .isEqualTo(new Seats(8, 16))
        .hasToString("8 to 16 seats");
  }

  @Test
  void processorsLimitSeatsToo() {
    assertThat(Seats.of(2, 64, new Seats.Share(0.5, 1, 0.25))).isEqualTo(new Seats(8, 8));
  }

  @Test
  @Tag("fact-31")
  void aNewGroupHasOneNodeUnlessItsMinimumIsMore() {
    assertThat(Pools.asCreated(Wishes.desired(USER, 5)).desired()).isEqualTo(1);
    assertThat(Pools.asCreated(Wishes.group("two", "t3a.large", "", 2, 4)).desired()).isEqualTo(2);
    assertThat(codes(List.of(TOOLS, CORE, USER, Wishes.group("none", "t3a.large", "user", 0, 0))))
        .containsExactly("NODE_GROUP_DESIRED");
  }

  @ParameterizedTest
  @CsvSource({
    "t3a.small, 2, 2, 0.0188",
    "t3a.large, 2, 8, 0.0752",
    "t3a.2xlarge, 8, 32, 0.3008",
    "m5.4xlarge, 16, 64, 0.768",
    "m7a.2xlarge, 8, 32, 0.46368",
    "r5.xlarge, 4, 32, 0.252",
    "c5.large, 2, 4, 0.085",
    "g4dn.xlarge, 4, 16, 0.526"
  })
  void machinesAreKnown(String name, double cpus, double memory, double usd) {
    MachineType type = MachineType.of(name).orElseThrow();

    assertThat(type.cpus()).isEqualTo(cpus);
    assertThat(type.memoryGiB()).isEqualTo(memory);
    assertThat(type.usdPerHour()).isCloseTo(usd, org.assertj.core.data.Offset.offset(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"x9.large", "t3a", "t3a.huge", "g4dn.large", "m5.medium", ".large"})
  void whatIsNotInTheTableIsUnknown(String name) {
    assertThat(MachineType.of(name)).isEmpty();
  }

  private static NodeGroup with(String taint, String value) {
    return new NodeGroup(
        "x",
        List.of("t3a.large"),
        0,
        1,
        1,
        80,
        "gp3",
        "",
        "",
        false,
        List.of(),
        java.util.Map.of(),
        List.of(new Taint(taint, value, "NoSchedule")),
        java.util.Map.of(),
        false);
  }

  private static List<String> codes(List<NodeGroup> groups) {
    return Pools.findings(groups, Seats.Share.USUAL).stream().map(Finding::code).toList();
  }

  private static List<String> messages(List<NodeGroup> groups) {
    return Pools.findings(groups, Seats.Share.USUAL).stream().map(Finding::message).toList();
  }
}
