package org.hubkeeper.rehearsal;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells people what is being done, at least every ten seconds while something is. It writes to one
 * stream, standard error in commands, so that standard output holds nothing but data.
 */
public final class Narrator implements AutoCloseable {

  private static final Duration SILENCE = Duration.ofSeconds(8);

  private final PrintStream out;
  private final List<Work> open = new ArrayList<>();
  private final ScheduledExecutorService clock;
  private Instant spoken = Instant.now();

  /** A narrator that writes to this stream. */
  public Narrator(PrintStream out) {
    this.out = out;
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "narrator");
              thread.setDaemon(true);
              return thread;
            });
    clock.scheduleAtFixedRate(this::breakSilence, 1, 1, TimeUnit.SECONDS);
  }

  /** One line. */
  public synchronized void say(String format, Object... args) {
    out.println(args.length == 0 ? format : format.formatted(args));
    spoken = Instant.now();
  }

  /** Does a piece of work and, while it lasts, says from time to time that it does. */
  public <T> T during(String what, Supplier<T> work) {
    return during(what, () -> "", work);
  }

  /** The same, with a word on how far it is. */
  public <T> T during(String what, Supplier<String> detail, Supplier<T> work) {
    Work entry = new Work(what, Instant.now(), detail);
    synchronized (this) {
      open.add(entry);
    }
    try {
      return work.get();
    } finally {
      synchronized (this) {
        open.remove(entry);
      }
    }
  }

  private synchronized void breakSilence() {
    Instant now = Instant.now();
    if (Duration.between(spoken, now).compareTo(SILENCE) >= 0) {
      open.forEach(work -> say("%s", work.line(now)));
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private record Work(String what, Instant since, Supplier<String> detail) {

    String line(Instant now) {
      String more = detail.get();
      return "  still %s (%d s)%s"
          .formatted(
              what, Duration.between(since, now).toSeconds(), more.isBlank() ? "" : ": " + more);
    }
  }
}
