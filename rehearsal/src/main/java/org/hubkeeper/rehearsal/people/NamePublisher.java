package org.hubkeeper.rehearsal.people;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.workflows.kernel.Report;

/**
 * Plays the person who publishes names: reads what a waiting run asks for, and does it. That the
 * run goes on then shows that its words were enough.
 */
public final class NamePublisher implements AutoCloseable {

  private static final Pattern ASKED = Pattern.compile("let (\\S+) be a CNAME of (\\S+);");
  private static final long BEAT_MILLIS = 250;

  private final Supplier<Optional<Report>> progress;
  private final SimulatedAws names;
  private final Consumer<String> tell;
  private final Set<String> done = new HashSet<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "publisher of names");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Begins to read.
   *
   * @param progress how the run stands; empty while nobody can tell
   * @param tell takes what was done
   */
  public NamePublisher(
      Supplier<Optional<Report>> progress, SimulatedAws names, Consumer<String> tell) {
    this.progress = progress;
    this.names = names;
    this.tell = tell;
    clock.scheduleWithFixedDelay(this::look, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      progress.get().ifPresent(this::obey);
    } catch (RuntimeException e) {
      // Whatever it is, the next look may succeed; let through, it would end all later ones.
      tell.accept("The person who publishes names could not: " + e.getMessage());
    }
  }

  private void obey(Report report) {
    report.steps().stream()
        .flatMap(step -> step.blockers().stream())
        .map(blocker -> ASKED.matcher(blocker.remedy()))
        .filter(asked -> asked.find() && !done.contains(asked.group()))
        .forEach(this::publish);
  }

  private void publish(Matcher asked) {
    names.publish(asked.group(1), asked.group(2));
    done.add(asked.group());
    tell.accept("A person publishes %s: CNAME %s.".formatted(asked.group(1), asked.group(2)));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
