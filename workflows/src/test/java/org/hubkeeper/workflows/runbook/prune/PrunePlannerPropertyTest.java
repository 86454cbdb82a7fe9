package org.hubkeeper.workflows.runbook.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hubkeeper.workflows.runbook.prune.Vol.NOW;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures.Told;
import org.hubkeeper.workflows.model.VolumeFact;
import org.hubkeeper.workflows.runbook.prune.PrunePlan.Proposal;
import org.hubkeeper.workflows.runbook.prune.PrunePlanner.Claim;
import org.hubkeeper.workflows.runbook.prune.PrunePlanner.Facts;
import org.hubkeeper.workflows.testing.Slices;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the world is like: a checker that knows the rules from the requirements, not the code.
 */
class PrunePlannerPropertyTest {

  private static final List<String> CLUSTERS = List.of("own", "near", "far");

  static List<Long> seeds() {
    return new Random(7).longs(300).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsRemovedThatMustStayAndNothingIsForgottenAndOrderDoesNotMatter(long seed) {
    Random random = new Random(seed);
    List<VolumeFact> volumes = new ArrayList<>();
    Map<String, Claim> claims = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      VolumeFact volume = anyVolume(random, "v" + i);
      volumes.add(volume);
      if (random.nextInt(6) == 0) {
        claims.put(volume.id(), new Claim(any(random, CLUSTERS), "ds100"));
      }
    }
    Map<String, Told> away = new HashMap<>();
    CLUSTERS.stream()
        .filter(name -> random.nextInt(5) == 0)
        .forEach(name -> away.put(name, new Told(FailureKind.UNAVAILABLE, "away")));
    int most = 1 + random.nextInt(40);
    int gib = 1 + random.nextInt(2000);
    PruneVolumes.Request request =
        Requests.read("own", "'maxVolumes':" + most + ",'maxGiB':" + gib + ",'minAgeDays':30");

    PrunePlan plan =
        PrunePlanner.plan(request, new Facts(Slices.test("own"), volumes, claims, away, NOW));
    Collections.shuffle(volumes, random);
    PrunePlan shuffled =
        PrunePlanner.plan(request, new Facts(Slices.test("own"), volumes, claims, away, NOW));

    assertThat(shuffled.proposals()).isEqualTo(plan.proposals());
    Map<String, VolumeFact> byId = new HashMap<>();
    volumes.forEach(volume -> byId.put(volume.id(), volume));
    Set<String> removed = new HashSet<>();
    long total = 0;
    for (Proposal removal : plan.removals()) {
      VolumeFact volume = byId.get(removal.volume());
      removed.add(volume.id());
      total += volume.sizeGiB();
      assertThat(mayGo(volume, claims.keySet(), away.keySet())).as("%s", volume).isTrue();
    }
    assertThat(removed).hasSizeLessThanOrEqualTo(most).hasSameSizeAs(plan.removals());
    assertThat(total).isLessThanOrEqualTo(gib);
    for (VolumeFact volume : volumes) {
      boolean fits = removed.size() < most && total + volume.sizeGiB() <= gib;
      if (mayGo(volume, claims.keySet(), away.keySet()) && fits) {
        assertThat(removed).as("forgotten").contains(volume.id());
      }
    }
  }

  /** The requirements in their own words. */
  private static boolean mayGo(VolumeFact volume, Set<String> claimed, Set<String> away) {
    if (!volume.attachedTo().isEmpty() || !volume.state().equals("available")) {
      return false;
    }
    if (claimed.contains(volume.id()) || !volume.foreign().isEmpty()) {
      return false;
    }
    boolean asked = volume.cluster().isEmpty() ? away.isEmpty() : !away.contains(volume.cluster());
    boolean ours = volume.cluster().isEmpty() || volume.cluster().equals("own");
    boolean old = !volume.createdAt().isAfter(NOW.minus(Duration.ofDays(30)));
    return asked && ours && old && !volume.keepUntil().isAfter(NOW);
  }

  private static VolumeFact anyVolume(Random random, String id) {
    Vol volume =
        Vol.vol(id)
            .gib(1 + random.nextInt(100))
            .age(Duration.ofHours(random.nextInt(24 * 60)))
            .cluster(any(random, List.of("own", "own", "own", "near", "far", "elsewhere")))
            .hub(any(random, List.of("ds100", "bio-ns", "gone", "")));
    if (random.nextInt(6) == 0) {
      volume.unidentified();
    }
    if (random.nextInt(8) == 0) {
      volume.foreign("team b");
    }
    if (random.nextInt(8) == 0) {
      volume.keepUntil(NOW.plus(Duration.ofHours(random.nextInt(100) - 50)));
    }
    return volume
        .state(any(random, List.of("available", "available", "available", "in-use", "creating")))
        .fact();
  }

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
