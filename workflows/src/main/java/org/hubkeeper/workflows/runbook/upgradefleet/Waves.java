package org.hubkeeper.workflows.runbook.upgradefleet;

import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * Which clusters are upgraded together. Pure.
 *
 * <ol>
 *   <li>Test clusters come before production.
 *   <li>Each of both begins with one cluster; each further wave is twice as large, up to a limit.
 * </ol>
 */
final class Waves {

  private Waves() {}

  /** Clusters that are upgraded side by side. */
  record Wave(int number, boolean production, List<ClusterRef> clusters) {
    Wave {
      clusters = List.copyOf(clusters);
    }
  }

  static List<Wave> of(List<ClusterRef> clusters, int atOnce) {
    List<Wave> waves = new ArrayList<>();
    add(waves, false, clusters.stream().filter(one -> !one.production()).toList(), atOnce);
    add(waves, true, clusters.stream().filter(ClusterRef::production).toList(), atOnce);
    return waves;
  }

  private static void add(
      List<Wave> waves, boolean production, List<ClusterRef> clusters, int atOnce) {
    int size = 1;
    for (int from = 0; from < clusters.size(); ) {
      int to = Math.min(clusters.size(), from + size);
      waves.add(new Wave(waves.size() + 1, production, clusters.subList(from, to)));
      from = to;
      size = Math.min(atOnce, size * 2);
    }
  }
}
