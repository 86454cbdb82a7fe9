package org.hubkeeper.workflows.runbook.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.runbook.upgrade.Ladder.Hop;
import org.hubkeeper.workflows.runbook.upgrade.Ladder.Roll;
import org.hubkeeper.workflows.runbook.upgrade.Ladder.Rung;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For any start, target and rule. The checker knows nothing of the planner: it lets the moves
 * happen one by one on plain numbers, and looks at the cluster after each.
 */
class LadderPropertyTest {

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  /** A cluster of plain numbers: minors of the control plane and of each pool. */
  private static final class Model {
    int controlPlane;
    final Map<String, Integer> nodes = new LinkedHashMap<>();
    final Map<String, Boolean> strict = new LinkedHashMap<>();
    final List<String> broken = new ArrayList<>();

    void raise(int from, int to) {
      expect(from == controlPlane, "moves from " + from + " while at " + controlPlane);
      expect(to - from == 1, "raises by " + (to - from));
      nodes.forEach(
          (pool, minor) ->
              expect(
                  !strict.get(pool) || minor == controlPlane,
                  pool + " lags at " + minor + " while its provider moves to " + to));
      controlPlane = to;
      look();
    }

    void roll(String pool, int from, int to) {
      expect(nodes.get(pool) == from, pool + " moves from " + from);
      expect(to > from, pool + " moves to " + to);
      nodes.put(pool, to);
      look();
    }

    void look() {
      nodes.forEach(
          (pool, minor) -> {
            expect(minor <= controlPlane, pool + " is newer: " + minor);
            int most = controlPlane >= 28 ? 3 : 2;
            expect(controlPlane - minor <= most, pool + " lags by " + (controlPlane - minor));
          });
    }

    void expect(boolean holds, String otherwise) {
      if (!holds) {
        broken.add(otherwise);
      }
    }
  }

  private record Case(int controlPlane, int target, List<Rung> pools) {}

  private static Case random(long seed) {
    Random random = new Random(seed);
    int controlPlane = 16 + random.nextInt(20);
    int target = controlPlane + random.nextInt(8);
    List<Rung> pools = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      boolean strict = random.nextBoolean();
      int most = controlPlane >= 28 ? 3 : 2;
      // An own pool may lag as far as Kubernetes supports; a provider's by one at most in practice.
      int lag = random.nextInt(strict ? 2 : most + 1);
      pools.add(new Rung("p" + i, minor(controlPlane - lag), strict));
    }
    return new Case(controlPlane, target, pools);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Tag("fact-2")
  @Tag("fact-4")
  @Tag("fact-5")
  void everyPlanKeepsTheRulesAtEveryMomentAndEndsAtTheTarget(long seed) {
    Case given = random(seed);
    Model model = model(given);

    for (Hop hop : climb(given)) {
      if (hop.moves()) {
        model.raise(hop.from().minor(), hop.to().minor());
      }
      for (Roll roll : hop.rolls()) {
        model.roll(roll.pool(), roll.from().minor(), roll.to().minor());
      }
    }

    assertThat(model.broken).as(given.toString()).isEmpty();
    assertThat(model.controlPlane).isEqualTo(given.target());
    assertThat(model.nodes.values()).allMatch(minor -> minor == given.target());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Tag("fact-9")
  void afterAnyHopTheRestIsWhatWouldBePlannedFromThere(long seed) {
    Case given = random(seed);
    List<Hop> hops = climb(given);
    Model model = model(given);

    for (int done = 0; done < hops.size(); done++) {
      Hop hop = hops.get(done);
      model.controlPlane = hop.to().minor();
      hop.rolls().forEach(roll -> model.nodes.put(roll.pool(), roll.to().minor()));
      List<Rung> there =
          given.pools().stream()
              .map(p -> new Rung(p.pool(), minor(model.nodes.get(p.pool())), p.lockstep()))
              .toList();

      assertThat(climb(new Case(model.controlPlane, given.target(), there)))
          .as(given + " after " + hop)
          .isEqualTo(hops.subList(done + 1, hops.size()));
    }
  }

  /** The checker itself is seen to find what it is there for. */
  @Test
  void theCheckerFindsABrokenPlan() {
    Model model = model(new Case(18, 22, List.of(new Rung("p", minor(18), false))));

    model.roll("p", 18, 20);
    model.raise(18, 20);
    model.raise(20, 21);
    model.raise(21, 23);

    assertThat(model.broken)
        .containsExactly("p is newer: 20", "raises by 2", "raises by 2", "p lags by 3");
  }

  private static Model model(Case given) {
    Model model = new Model();
    model.controlPlane = given.controlPlane();
    given.pools().forEach(p -> model.nodes.put(p.pool(), p.version().minor()));
    given.pools().forEach(p -> model.strict.put(p.pool(), p.lockstep()));
    return model;
  }

  private static List<Hop> climb(Case given) {
    return Ladder.climb(minor(given.controlPlane()), given.pools(), minor(given.target()));
  }

  private static KubeVersion minor(int minor) {
    return new KubeVersion(1, minor);
  }
}
