package org.hubkeeper.rehearsal.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Wraps commands in {@code guard.py}, which ends them when we end, however we end.
 *
 * @param python an interpreter, by its real path
 * @param script where {@code guard.py} was put
 */
public record Guard(Path python, Path script) {

  /** Puts the script into a directory, unless it is there. */
  public static Guard in(Path directory, Path python) {
    Path script = directory.resolve("guard.py");
    try {
      if (!Files.exists(script)) {
        Path partial = Files.createTempFile(directory, "guard", ".part");
        Files.write(partial, source());
        Files.move(partial, script, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + script, e);
    }
    return new Guard(python, script);
  }

  /** Changes whenever the script does. */
  public static String hash() {
    return Integer.toHexString(Arrays.hashCode(source()));
  }

  List<String> command(Launch launch) {
    List<String> command = new ArrayList<>();
    // Neither the user's site packages nor PYTHON* variables concern the guard.
    command.addAll(List.of(python.toString(), "-I", "-S", script.toString()));
    command.addAll(List.of("--pid-file", launch.pidFile().toString(), "--"));
    command.addAll(launch.command());
    return command;
  }

  private static byte[] source() {
    try (InputStream source =
        Guard.class.getResourceAsStream("/org/hubkeeper/rehearsal/guard.py")) {
      return source.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read guard.py from our own jar", e);
    }
  }
}
