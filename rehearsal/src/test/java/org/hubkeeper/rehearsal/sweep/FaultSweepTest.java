package org.hubkeeper.rehearsal.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.activity.Volumes.Naming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each activity against every single fault.
 *
 * <ol>
 *   <li>A run without faults tells how many requests there are and what comes out.
 *   <li>For each request: it is refused, fails, or is done and its reply lost; once, so that the
 *       SDK tries again, and so often that the SDK gives up.
 *   <li>The activity is called, by a worker with empty memory, until it returns.
 *   <li>The outcome must be the same, and what can't be done twice be done once.
 * </ol>
 */
class FaultSweepTest {

  private static final String RUN_DATE = "2026-01-01";

  /** Tries of the SDK for one call. */
  private static final int ALL = 3;

  private final RehearsalWorld world = RehearsalWorld.shared();
  private final SweptVolumes swept = new SweptVolumes(world);

  /** An activity, what must be so before, and how it is called. */
  record Swept(String name, Consumer<SweptVolumes> before, Function<SweptVolumes, ?> call) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** One kind of trouble. */
  record Trouble(String kind, int count) {}

  private static final List<Trouble> TROUBLES =
      List.of(
          new Trouble("throttle", 1),
          new Trouble("error", 1),
          new Trouble("lost-reply", 1),
          new Trouble("throttle", ALL),
          new Trouble("error", ALL),
          new Trouble("lost-reply", ALL));

  @BeforeEach
  void nobodyElseIsAtWork() {
    world.scene("default");
  }

  @AfterEach
  void close() {
    world.aws().faults(List.of());
    swept.close();
  }

  static Stream<Swept> activities() {
    return Stream.of(
        new Swept("listDetached", s -> {}, s -> s.volumes().listDetached(s.cluster(), "")),
        new Swept("look", s -> {}, s -> s.volumes().look(s.cluster(), s.ids())),
        new Swept("ensureMarked", s -> {}, FaultSweepTest::mark),
        new Swept(
            "ensureUnmarked",
            FaultSweepTest::marked,
            s -> s.volumes().ensureUnmarked(s.cluster(), s.ids())),
        snapshots(),
        deletion(),
        new Swept("ensureNamed", s -> {}, FaultSweepTest::name),
        new Swept("find", s -> {}, s -> s.claims().find(s.cluster(), s.ids())));
  }

  private static Swept snapshots() {
    return new Swept("ensureSnapshots", FaultSweepTest::marked, FaultSweepTest::snapshot);
  }

  private static Swept deletion() {
    return new Swept(
        "ensureAbsent",
        s -> {
          marked(s);
          s.untilItReturns(() -> snapshot(s));
        },
        s -> s.volumes().ensureAbsent(s.cluster(), s.ids(), true));
  }

  @ParameterizedTest
  @MethodSource("activities")
  @Tag("full")
  void anActivityHasTheSameEffectOnceWhateverGoesWrongWithAnyRequest(Swept activity) {
    sweep(activity, TROUBLES);
  }

  @Test
  void aSnapshotIsMadeOnceWhicheverReplyIsLost() {
    sweep(snapshots(), TROUBLES.subList(2, 3));
  }

  @Test
  void aVolumeIsDeletedOnceWhicheverReplyIsLost() {
    sweep(deletion(), TROUBLES.subList(2, 3));
  }

  private void sweep(Swept activity, List<Trouble> troubles) {
    Map<String, String> expected = after(activity, List.of());
    int requests = world.aws().log(0, "worker", false).size();
    assertThat(requests).isPositive();
    List<String> wrong = new ArrayList<>();
    for (Trouble trouble : troubles) {
      for (int n = 0; n < requests; n++) {
        Map<String, Object> fault =
            Map.of(
                "kind",
                trouble.kind(),
                "service",
                "*",
                "operation",
                "*",
                "count",
                trouble.count(),
                "after",
                n);
        Map<String, String> state = after(activity, List.of(fault));
        String where = activity + ", " + trouble + ", request " + n + ": ";
        if (!state.equals(expected)) {
          wrong.add(where + state + " instead of " + expected);
        }
        twice().forEach((effect, count) -> wrong.add(where + effect + " " + count + " times"));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private Map<String, String> after(Swept activity, List<Map<String, Object>> faults) {
    swept.seed();
    activity.before().accept(swept);
    swept.forget();
    world.aws().clearLog();
    world.aws().faults(faults);
    swept.untilItReturns(() -> activity.call().apply(swept));
    world.aws().faults(List.of());
    return swept.state();
  }

  /** What was done more than once though it can't be done twice without harm. */
  private Map<String, Integer> twice() {
    Map<String, Integer> done = new TreeMap<>();
    world.aws().log(0, "worker", true).stream()
        .filter(request -> Integer.valueOf(200).equals(request.status()))
        .filter(r -> List.of("CreateSnapshot", "DeleteVolume").contains(r.operation()))
        .forEach(request -> done.merge(effect(request), 1, Integer::sum));
    done.values().removeIf(count -> count == 1);
    return done;
  }

  private static String effect(Request request) {
    return request.operation()
        + " "
        + request.resources().stream().sorted().reduce("", (a, b) -> b);
  }

  private static Object mark(SweptVolumes swept) {
    return swept.volumes().ensureMarked(swept.cluster(), swept.ids(), RUN_DATE, "detached");
  }

  private static void marked(SweptVolumes swept) {
    swept.untilItReturns(() -> mark(swept));
  }

  private static List<Volumes.Outcome> snapshot(SweptVolumes swept) {
    return swept.volumes().ensureSnapshots(swept.cluster(), swept.ids());
  }

  private static Object name(SweptVolumes swept) {
    List<Naming> namings =
        swept.ids().stream().map(id -> new Naming(id, swept.cluster().name(), "ds100")).toList();
    return swept.volumes().ensureNamed(swept.cluster(), namings);
  }
}
