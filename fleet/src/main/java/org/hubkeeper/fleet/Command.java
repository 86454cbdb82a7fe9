package org.hubkeeper.fleet;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Runs a short command and takes what it prints; its error output is dropped, it may tell secrets.
 */
final class Command {

  /** Status of a command that did not end in time, could not start, or whose output broke off. */
  static final int NO_ANSWER = -1;

  /** A caller's git hook must not redirect us to its repository. */
  private static final Set<String> REDIRECTIONS =
      Set.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX");

  private Command() {}

  /** Exit status and standard output. */
  record Result(int status, byte[] output) {}

  /** Looks a program up as a shell does. */
  static Optional<Path> find(String program, String path) {
    return Stream.of((path == null ? "" : path).split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  static Result run(Path directory, Duration limit, List<String> words) {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeAll(REDIRECTIONS);
    try {
      Process process = builder.start();
      try {
        return answer(process, limit);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return new Result(NO_ANSWER, new byte[0]);
    }
  }

  private static Result answer(Process process, Duration limit) {
    // Read aside: a command that prints more than a pipe holds would else never end.
    CompletableFuture<byte[]> output =
        CompletableFuture.supplyAsync(() -> drain(process.getInputStream()));
    try {
      byte[] printed = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Result(process.exitValue(), printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // Told by the status: there is no answer to use.
    }
    return new Result(NO_ANSWER, new byte[0]);
  }

  private static byte[] drain(InputStream stream) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (stream) {
      stream.transferTo(bytes);
    } catch (IOException e) {
      // The process was ended; what it printed so far is not an answer.
      return new byte[0];
    }
    return bytes.toByteArray();
  }
}
