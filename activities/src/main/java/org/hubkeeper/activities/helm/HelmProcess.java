package org.hubkeeper.activities.helm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hubkeeper.activities.Attempt;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;

/**
 * A command under way. It is ended, with all that it started, when its time is over, when its
 * attempt of an activity does not count any more, or when the worker stops.
 */
final class HelmProcess {

  /** How the command ended; {@code late} when it was ended because its time was over. */
  record Outcome(int status, String output, String complaints, boolean late) {
    boolean ok() {
      return status == 0 && !late;
    }
  }

  private static final long LOOK_MILLIS = 200;

  /** Helm takes a polite end as a reason to note that the release has failed. */
  private static final long POLITE_SECONDS = 5;

  /** The worker's own variables may hold secrets; these are all that a command needs of them. */
  private static final Set<String> PASSED =
      Set.of("PATH", "HOME", "USER", "TMPDIR", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR");

  private static final Set<String> PASSED_STARTS =
      Set.of("HELM_", "XDG_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_", "https_", "no_");

  private static final Set<String> NEVER = Set.of("HELM_NAMESPACE", "HELM_DEBUG");

  private final Process process;
  private final Drain output;
  private final Drain complaints;

  private HelmProcess(Process process) {
    this.process = process;
    this.output = new Drain(process.getInputStream());
    this.complaints = new Drain(process.getErrorStream());
  }

  /**
   * What to run.
   *
   * @param variables besides those of the worker that are passed on
   * @param input what it reads; secrets go this way only
   */
  record Call(Path directory, List<String> words, Map<String, String> variables, byte[] input) {}

  /**
   * Runs a command to its end.
   *
   * @param started told of the process as soon as there is one
   */
  static Outcome run(Call call, Duration limit, Consumer<ProcessHandle> started) {
    ProcessBuilder builder = new ProcessBuilder(call.words()).directory(call.directory().toFile());
    builder.environment().keySet().removeIf(name -> !passed(name));
    builder.environment().putAll(call.variables());
    try {
      HelmProcess running = new HelmProcess(builder.start());
      started.accept(running.process.toHandle());
      running.feed(call.input());
      return running.await(Instant.now().plus(limit));
    } catch (IOException e) {
      throw Failures.of(
          FailureKind.MISSING,
          "%s can't be started (%s); install it on the worker, or correct helm.command"
              .formatted(call.words().get(0), e.getClass().getSimpleName()),
          null);
    }
  }

  /** Ends a process and what it started: politely first, then not. */
  static void end(ProcessHandle process) {
    List<ProcessHandle> all =
        java.util.stream.Stream.concat(process.descendants(), java.util.stream.Stream.of(process))
            .toList();
    all.forEach(ProcessHandle::destroy);
    try {
      process.onExit().get(POLITE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      // Not polite then, below.
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private Outcome await(Instant end) {
    boolean late = false;
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        Attempt.checkStillOurs();
        if (Instant.now().isAfter(end)) {
          late = true;
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureKind.UNAVAILABLE, "the worker is being stopped", null);
    } finally {
      if (process.isAlive()) {
        end(process.toHandle());
      }
    }
    return new Outcome(late ? -1 : process.exitValue(), output.text(), complaints.text(), late);
  }

  private void feed(byte[] input) {
    Thread feeder =
        new Thread(
            () -> {
              try (OutputStream in = process.getOutputStream()) {
                in.write(input);
              } catch (IOException e) {
                // It has ended without reading all; its exit status tells the rest.
              }
            },
            "helm-input");
    feeder.setDaemon(true);
    feeder.start();
  }

  private static boolean passed(String name) {
    return PASSED.contains(name)
        || PASSED_STARTS.stream().anyMatch(name::startsWith)
            && !NEVER.contains(name)
            && !name.startsWith("HELM_KUBE");
  }

  /** Reads aside: a command that prints more than a pipe holds would else never end. */
  private static final class Drain {
    private static final long PATIENCE_MILLIS = 2_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;

    Drain(InputStream stream) {
      thread =
          new Thread(
              () -> {
                try (stream) {
                  stream.transferTo(bytes);
                } catch (IOException e) {
                  // The process was ended; what it printed until then is kept.
                }
              },
              "helm-output");
      thread.setDaemon(true);
      thread.start();
    }

    String text() {
      try {
        thread.join(PATIENCE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
