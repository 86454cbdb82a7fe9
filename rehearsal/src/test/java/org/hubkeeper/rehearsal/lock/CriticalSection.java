package org.hubkeeper.rehearsal.lock;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.hubkeeper.activities.Attempt;

/** Something that only one run may do at a time; notices when two do. */
@ActivityInterface(namePrefix = "Critical.")
public interface CriticalSection {

  /** Changes the cluster so many times. */
  void change(String cluster, int times);

  /** Keeps the book of who is inside, per cluster. */
  final class Watched implements CriticalSection {

    private static final int LONGEST_MILLIS = 60;

    private final Map<String, Set<String>> inside = new ConcurrentHashMap<>();
    private final Map<String, Integer> entered = new ConcurrentHashMap<>();
    private final List<String> collisions = new ArrayList<>();

    @Override
    public void change(String cluster, int times) {
      String run = Activity.getExecutionContext().getInfo().getWorkflowRunId();
      for (int i = 0; i < times; i++) {
        // As every client of ours does before it changes something.
        Attempt.checkStillOurs();
        enter(cluster, run);
        LockSupport.parkNanos(
            Duration.ofMillis(ThreadLocalRandom.current().nextInt(LONGEST_MILLIS)).toNanos());
        leave(cluster, run);
      }
    }

    private void enter(String cluster, String run) {
      Set<String> others = inside.computeIfAbsent(cluster, c -> ConcurrentHashMap.newKeySet());
      others.add(run);
      if (others.size() > 1) {
        synchronized (collisions) {
          collisions.add(cluster + ": " + others);
        }
      }
      entered.merge(cluster, 1, Integer::sum);
    }

    private void leave(String cluster, String run) {
      inside.get(cluster).remove(run);
    }

    int entered(String cluster) {
      return entered.getOrDefault(cluster, 0);
    }

    List<String> collisions() {
      synchronized (collisions) {
        return List.copyOf(collisions);
      }
    }
  }
}
