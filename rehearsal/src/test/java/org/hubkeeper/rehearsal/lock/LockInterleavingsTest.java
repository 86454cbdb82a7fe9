package org.hubkeeper.rehearsal.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hubkeeper.rehearsal.lock.Interleaving.LONG;
import static org.hubkeeper.rehearsal.lock.Interleaving.counters;

import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.util.Throwables;
import org.hubkeeper.rehearsal.Poll;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.lock.Interleaving.Event;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Never two runs at once on one cluster, and never none for ever, whatever happens to them. */
class LockInterleavingsTest {

  private static final int HOLDERS = 8;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final CriticalSection.Watched critical = new CriticalSection.Watched();
  private TemporalConnection connection;
  private ProbeWorkers workers;

  @BeforeEach
  void start() {
    connection = TemporalConnection.to(RehearsalWorld.shared().address().temporal(), "default");
    workers = new ProbeWorkers(client(), critical);
  }

  @AfterEach
  void close() {
    workers.close();
    connection.close();
  }

  @Test
  void withoutALockTheProbesCollideAndThatIsNoticed() {
    Interleaving free = interleaving(counters(), HOLDERS);

    List<String> runs =
        List.of(free.start(false, LONG), free.start(false, LONG), free.start(false, LONG));
    runs.forEach(free::awaitEnd);

    assertThat(critical.collisions()).isNotEmpty();
  }

  @Test
  @Tag("full")
  void theLastCallsOfATerminatedHolderAreOverBeforeTheNextBegins() {
    for (int seed = 0; seed < HOLDERS; seed++) {
      Interleaving cluster = interleaving(counters(), seed);
      String holder = cluster.start(true, LONG);
      Poll.untilTrue(
          "a change in " + cluster.cluster(), LIMIT, () -> critical.entered(cluster.cluster()) > 0);
      String next = cluster.start(true, 1);

      client().newUntypedWorkflowStub(holder).terminate("by hand");
      cluster.awaitEnd(next);
    }

    assertThat(critical.collisions()).isEmpty();
  }

  private Interleaving interleaving(Map<Event, Integer> happened, long seed) {
    return new Interleaving(client(), workers, happened, seed);
  }

  @Test
  @Tag("fact-130")
  void sixtyInterleavingsNeverLetTwoRunsChangeOneClusterAtOnce() throws Exception {
    interleave(60, 20);
  }

  @Test
  @Tag("full")
  @Tag("fact-130")
  void twoThousandInterleavingsNeverLetTwoRunsChangeOneClusterAtOnce() throws Exception {
    interleave(2000, 40);
  }

  private void interleave(int count, int atOnce) throws InterruptedException {
    long seed = Long.getLong("hubkeeper.seed", new Random().nextLong());
    System.out.println("LockInterleavingsTest: -Dhubkeeper.seed=" + seed);
    Random seeds = new Random(seed);
    Map<Event, Integer> happened = counters();
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    List<Future<?>> played = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Interleaving next = interleaving(happened, seeds.nextLong());
      played.add(threads.submit(next::play));
    }
    List<String> failures = new ArrayList<>();
    for (Future<?> one : played) {
      try {
        one.get();
      } catch (ExecutionException e) {
        failures.add(Throwables.getStackTrace(e.getCause()));
      }
    }
    threads.shutdown();

    System.out.println("LockInterleavingsTest: " + happened);
    assertThat(failures).as("seed " + seed).isEmpty();
    assertThat(critical.collisions()).as("seed " + seed).isEmpty();
    assertThat(happened.keySet()).containsExactlyInAnyOrder(Event.values());
  }

  private WorkflowClient client() {
    return connection.client();
  }
}
