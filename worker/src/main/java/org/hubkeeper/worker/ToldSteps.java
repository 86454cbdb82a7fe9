package org.hubkeeper.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hubkeeper.workflows.kernel.StepInterceptor.Place;

/**
 * When which step was last told what holds it up. A step may have a hundred activities under way,
 * and each of their news costs the run's history four events.
 */
final class ToldSteps {

  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int KEPT = 10_000;

  private final Map<Place, Instant> last =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Instant> eldest) {
          return size() > KEPT;
        }
      };

  /** Whether a step may be told something now; if so, it counts as told. */
  synchronized boolean mayTell(Place step, Instant now) {
    Instant before = last.get(step);
    if (before != null && Duration.between(before, now).compareTo(QUIET) < 0) {
      return false;
    }
    last.put(step, now);
    return true;
  }
}
