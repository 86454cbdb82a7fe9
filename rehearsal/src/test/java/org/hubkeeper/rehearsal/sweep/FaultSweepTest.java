package org.hubkeeper.rehearsal.sweep;

import java.util.List;
import java.util.stream.Stream;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.sweep.FaultSweep.Swept;
import org.hubkeeper.workflows.activity.Volumes;
import org.hubkeeper.workflows.activity.Volumes.Naming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each activity of prune-volumes against every single fault, see {@link FaultSweep}. */
class FaultSweepTest {

  private static final String RUN_DATE = "2026-01-01";

  private final RehearsalWorld world = RehearsalWorld.shared();
  private final SweptVolumes swept = new SweptVolumes(world);
  private final FaultSweep<SweptVolumes> sweep = new FaultSweep<>(swept);

  @BeforeEach
  void nobodyElseIsAtWork() {
    world.scene("default");
  }

  @AfterEach
  void close() {
    world.aws().faults(List.of());
    swept.close();
  }

  static Stream<Swept<SweptVolumes>> activities() {
    return Stream.of(
        new Swept<>("listDetached", s -> {}, s -> s.volumes().listDetached(s.cluster(), "")),
        new Swept<>("look", s -> {}, s -> s.volumes().look(s.cluster(), s.ids())),
        new Swept<>("ensureMarked", s -> {}, FaultSweepTest::mark),
        new Swept<>(
            "ensureUnmarked",
            FaultSweepTest::marked,
            s -> s.volumes().ensureUnmarked(s.cluster(), s.ids())),
        snapshots(),
        deletion(),
        new Swept<>("ensureNamed", s -> {}, FaultSweepTest::name),
        new Swept<>("find", s -> {}, s -> s.claims().find(s.cluster(), s.ids())));
  }

  private static Swept<SweptVolumes> snapshots() {
    return new Swept<>("ensureSnapshots", FaultSweepTest::marked, FaultSweepTest::snapshot);
  }

  private static Swept<SweptVolumes> deletion() {
    return new Swept<>(
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
  void anActivityHasTheSameEffectOnceWhateverGoesWrongWithAnyRequest(Swept<SweptVolumes> activity) {
    sweep.sweep(activity, FaultSweep.TROUBLES);
  }

  @Test
  void aSnapshotIsMadeOnceWhicheverReplyIsLost() {
    sweep.sweep(snapshots(), FaultSweep.LOST_REPLY);
  }

  @Test
  void aVolumeIsDeletedOnceWhicheverReplyIsLost() {
    sweep.sweep(deletion(), FaultSweep.LOST_REPLY);
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
