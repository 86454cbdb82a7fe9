package org.hubkeeper.rehearsal.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hubkeeper.rehearsal.sweep.SweptUpgrade.FROM;
import static org.hubkeeper.rehearsal.sweep.SweptUpgrade.TO;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.workflows.activity.Upgrades.Inspection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each activity of an upgrade that talks to AWS, against every single fault; as {@link
 * FaultSweepTest}. What led to a state are EKS's own updates, which are part of it: an update that
 * was asked for twice is seen there.
 */
class UpgradeFaultSweepTest {

  private static final String COPY = "core-1-35";

  private final RehearsalWorld world = RehearsalWorld.shared();
  private final SweptUpgrade swept = new SweptUpgrade(world);

  /** An activity, what must be so before, and how it is called. */
  record Swept(String name, Consumer<SweptUpgrade> before, Consumer<SweptUpgrade> call) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** One kind of trouble; three times is as often as the SDK tries. */
  record Trouble(String kind, int count) {}

  private static final List<Trouble> WHILE_LOOKING = List.of(new Trouble("error", 3));

  private static final List<Trouble> WHILE_CHANGING =
      List.of(new Trouble("error", 3), new Trouble("lost-reply", 1), new Trouble("lost-reply", 3));

  @BeforeEach
  void nobodyElseIsAtWork() {
    world.scene("default");
  }

  @AfterEach
  void close() {
    world.aws().faults(List.of());
    swept.close();
  }

  static Stream<Swept> looking() {
    return Stream.of(
        new Swept("inspect", s -> {}, s -> s.upgrades().inspect(s.cluster())),
        new Swept("addons", s -> {}, s -> s.upgrades().addons(s.cluster(), List.of(FROM, TO))),
        new Swept("insights", s -> {}, s -> s.upgrades().insights(s.cluster(), Inspection.UPGRADE)),
        new Swept("list", s -> {}, s -> s.pools().list(s.cluster())),
        new Swept(
            "check",
            s -> {},
            s -> s.upgrades().check(s.cluster(), List.of(TO), s.pools().list(s.cluster()))));
  }

  static Stream<Swept> changing() {
    return Stream.of(
        new Swept("ensureVersion", s -> {}, UpgradeFaultSweepTest::move),
        new Swept(
            "ensureRolledBack",
            UpgradeFaultSweepTest::move,
            s -> s.upgrades().ensureRolledBack(s.cluster(), TO, FROM)),
        new Swept(
            "ensureAddon",
            UpgradeFaultSweepTest::move,
            s -> s.upgrades().ensureAddon(s.cluster(), "kube-proxy", "v1.35.0-eksbuild.2")),
        new Swept(
            "ensureInspected",
            s -> {},
            s -> s.upgrades().ensureInspected(s.cluster(), Inspection.UPGRADE, Instant.EPOCH)),
        new Swept("ensureCopy", UpgradeFaultSweepTest::move, UpgradeFaultSweepTest::copy),
        new Swept(
            "ensureClosedToGrowth",
            s -> {},
            s -> s.pools().ensureClosedToGrowth(s.cluster(), "core")),
        new Swept(
            "ensureOpenToGrowth",
            s -> s.pools().ensureClosedToGrowth(s.cluster(), "core"),
            s -> s.pools().ensureOpenToGrowth(s.cluster(), "core")),
        new Swept(
            "ensureVersion of a pool",
            UpgradeFaultSweepTest::move,
            s -> s.pools().ensureVersion(s.cluster(), "core", TO)),
        new Swept(
            "ensureAbsent",
            s -> {
              done(s, UpgradeFaultSweepTest::move);
              copy(s);
            },
            s -> s.pools().ensureAbsent(s.cluster(), "core", COPY)));
  }

  @ParameterizedTest
  @MethodSource("looking")
  @Tag("full")
  void whatIsSeenIsTheSameWhateverRequestFails(Swept activity) {
    sweep(activity, WHILE_LOOKING);
  }

  @ParameterizedTest
  @MethodSource("changing")
  @Tag("full")
  void anActivityHasTheSameEffectOnceWhateverGoesWrongWithAnyRequest(Swept activity) {
    sweep(activity, WHILE_CHANGING);
  }

  @Test
  void theControlPlaneIsMovedOnceWhicheverReplyIsLost() {
    sweep(changing().findFirst().orElseThrow(), WHILE_CHANGING.subList(1, 2));
  }

  private void sweep(Swept activity, List<Trouble> troubles) {
    Map<String, String> expected = after(activity, List.of());
    int requests = world.aws().log(0, "worker", false).size();
    assertThat(requests).isPositive();
    List<String> wrong = new ArrayList<>();
    for (Trouble trouble : troubles) {
      IntStream.range(0, requests)
          .forEach(
              n -> {
                Map<String, String> state = after(activity, List.of(fault(trouble, n)));
                if (!state.equals(expected)) {
                  wrong.add(
                      "%s, %s, request %d of %s: %s instead of %s"
                          .formatted(activity, trouble, n, told(), state, expected));
                }
              });
    }
    assertThat(wrong).isEmpty();
  }

  private Map<String, String> after(Swept activity, List<Map<String, Object>> faults) {
    swept.seed();
    done(swept, activity.before());
    swept.forget();
    world.aws().clearLog();
    world.aws().faults(faults);
    done(swept, activity.call());
    world.aws().faults(List.of());
    return swept.state();
  }

  private static void done(SweptUpgrade swept, Consumer<SweptUpgrade> call) {
    swept.untilItReturns(
        () -> {
          call.accept(swept);
          return true;
        });
  }

  private static Map<String, Object> fault(Trouble trouble, int after) {
    return Map.of(
        "kind",
        trouble.kind(),
        "service",
        "*",
        "operation",
        "*",
        "count",
        trouble.count(),
        "after",
        after);
  }

  private List<String> told() {
    return world.aws().log(0, "worker", false).stream().map(Request::operation).toList();
  }

  private static void move(SweptUpgrade swept) {
    swept.upgrades().ensureVersion(swept.cluster(), FROM, TO);
  }

  private static void copy(SweptUpgrade swept) {
    swept.pools().ensureCopy(swept.cluster(), "core", COPY, TO, 1);
  }
}
