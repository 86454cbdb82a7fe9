package org.hubkeeper.activities.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Remembers on disk which process works on a release, so that a worker that starts after a crash
 * ends what the dead one left running before it repairs the release.
 */
final class RunningMark {

  private final Path file;

  private RunningMark(Path file) {
    this.file = file;
  }

  /** The mark of a release; {@code key} names cluster, namespace and release. */
  static RunningMark of(Path cache, String key) {
    String name = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    return new RunningMark(cache.resolve("running-" + name));
  }

  /**
   * Ends a process that an earlier attempt left behind on this machine, and tells whether there is
   * a trace of one: then nobody works on the release any more.
   */
  boolean endLeftBehind() {
    if (!Files.exists(file)) {
      return false;
    }
    String[] words = read().split(" ");
    if (words.length == 2) {
      ProcessHandle.of(Long.parseLong(words[0]))
          // A pid is given again to others; the time of its start tells them apart.
          .filter(process -> started(process).equals(words[1]))
          .ifPresent(HelmProcess::end);
    }
    return true;
  }

  void write(ProcessHandle process) {
    try {
      Files.writeString(file, process.pid() + " " + started(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void clear() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read() {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Object::toString).orElse("unknown");
  }
}
