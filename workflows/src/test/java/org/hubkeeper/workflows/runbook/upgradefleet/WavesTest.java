package org.hubkeeper.workflows.runbook.upgradefleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.testing.Slices;
import org.junit.jupiter.api.Test;

/** Which clusters go together. */
class WavesTest {

  @Test
  void testClustersComeFirstAndBothBeginWithOne() {
    List<ClusterRef> clusters =
        List.of(
            Slices.ref("p1", "production"),
            Slices.ref("t1", "test"),
            Slices.ref("p2", "production"),
            Slices.ref("t2", "test"));

    assertThat(names(clusters, 4)).containsExactly("[t1]", "[t2]", "[p1]", "[p2]");
  }

  @Test
  void wavesDoubleUpToTheLimit() {
    List<ClusterRef> clusters =
        IntStream.range(0, 12).mapToObj(n -> Slices.ref("c" + n, "test")).toList();

    assertThat(Waves.of(clusters, 4))
        .extracting(w -> w.clusters().size())
        .containsExactly(1, 2, 4, 4, 1);
    assertThat(Waves.of(clusters, 1)).hasSize(12);
    assertThat(Waves.of(clusters, 50))
        .extracting(w -> w.clusters().size())
        .containsExactly(1, 2, 4, 5);
    assertThat(Waves.of(List.of(), 4)).isEmpty();
  }

  private static Stream<String> names(List<ClusterRef> clusters, int atOnce) {
    return Waves.of(clusters, atOnce).stream().map(wave -> wave.clusters().toString());
  }
}
