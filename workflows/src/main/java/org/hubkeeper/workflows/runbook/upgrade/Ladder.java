package org.hubkeeper.workflows.runbook.upgrade;

import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.model.KubeVersion;

/**
 * The order in which control plane and pools are moved to a target. Pure.
 *
 * <ol>
 *   <li>The control plane rises by one minor at a time.
 *   <li>Before each of its moves, a pool that would then lag by more than its rule allows is moved
 *       to where the control plane is. No other pool is moved then, so that each moves as seldom as
 *       possible.
 *   <li>At the end every pool is moved to the target.
 * </ol>
 *
 * It looks at nothing but the versions as they are, so what is left after any step is again what it
 * would give from there.
 */
final class Ladder {

  private Ladder() {}

  /**
   * A pool on the ladder.
   *
   * @param lockstep it must be where the control plane is before that moves on
   */
  record Rung(String pool, KubeVersion version, boolean lockstep) {

    Rung at(KubeVersion other) {
      return new Rung(pool, other, lockstep);
    }

    /** Whether the control plane may move there while this pool stays. */
    boolean allows(KubeVersion controlPlane) {
      return controlPlane.ahead(version) <= (lockstep ? 1 : maxLag(controlPlane));
    }
  }

  /** A pool's move to where the control plane is. */
  record Roll(String pool, KubeVersion from, KubeVersion to) {}

  /**
   * A move of the control plane and the pools that are moved after it; of the first entry, {@code
   * from} and {@code to} may be the same: pools are moved before the control plane is.
   */
  record Hop(KubeVersion from, KubeVersion to, List<Roll> rolls) {
    Hop {
      rolls = List.copyOf(rolls);
    }

    boolean moves() {
      return !from.equals(to);
    }
  }

  /** How many minors a kubelet may be behind; from 1.28 on Kubernetes supports three. */
  static int maxLag(KubeVersion controlPlane) {
    return controlPlane.olderThan(new KubeVersion(1, 28)) ? 2 : 3;
  }

  /** No pool may be newer than the control plane, and the target not older than it. */
  static List<Hop> climb(KubeVersion controlPlane, List<Rung> pools, KubeVersion target) {
    List<Hop> hops = new ArrayList<>();
    List<Rung> at = new ArrayList<>(pools);
    KubeVersion from = controlPlane;
    KubeVersion now = controlPlane;
    while (true) {
      boolean last = !now.olderThan(target);
      List<Roll> rolls = last ? roll(at, now) : rollBefore(at, now);
      if (!from.equals(now) || !rolls.isEmpty()) {
        hops.add(new Hop(from, now, rolls));
      }
      if (last) {
        return hops;
      }
      from = now;
      now = now.next();
    }
  }

  private static List<Roll> rollBefore(List<Rung> at, KubeVersion now) {
    List<Roll> rolls = new ArrayList<>();
    at.replaceAll(rung -> rung.allows(now.next()) ? rung : rolled(rung, now, rolls));
    return rolls;
  }

  private static List<Roll> roll(List<Rung> at, KubeVersion now) {
    List<Roll> rolls = new ArrayList<>();
    at.replaceAll(rung -> rung.version().equals(now) ? rung : rolled(rung, now, rolls));
    return rolls;
  }

  private static Rung rolled(Rung rung, KubeVersion to, List<Roll> rolls) {
    rolls.add(new Roll(rung.pool(), rung.version(), to));
    return rung.at(to);
  }
}
