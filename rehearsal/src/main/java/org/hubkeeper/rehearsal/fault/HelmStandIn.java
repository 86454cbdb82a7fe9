package org.hubkeeper.rehearsal.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The directory on the worker's PATH that holds {@code helm}: a script that runs the real one, and
 * lets the next calls of an operation fail when a fault asks for it.
 *
 * @param directory of the script and of the faults
 */
public record HelmStandIn(Path directory) {

  /** A service of its own among those that faults can hit. */
  public static final String SERVICE = "helm";

  /** In a world's directory. */
  public static final String DIRECTORY = "bin";

  /**
   * Each fault is a line of a file; whoever can move the file away reads it. A time-out is Helm's
   * own, with a limit that nothing can meet; a lost reply is a Helm that was killed when it had
   * done its work.
   */
  private static final String SCRIPT =
      """
      #!/bin/sh
      # Runs the real helm; faults/OPERATION holds what befalls the next calls, a word a line.
      here=$(dirname "$0")
      fault=
      for word in "$@"; do
        file=$here/faults/$word
        if mv "$file" "$file.$$" 2>/dev/null; then
          fault=$(head -n 1 "$file.$$")
          tail -n +2 "$file.$$" > "$file.rest.$$"
          [ ! -s "$file.rest.$$" ] || mv "$file.rest.$$" "$file"
          rm -f "$file.$$" "$file.rest.$$"
          echo "$word $fault" >> "$here/faults/log"
          break
        fi
      done
      case $fault in
        error|throttle) echo "Error: the fault that was asked for" >&2; exit 1 ;;
        slow) sleep 5 ;;
        lost-reply) '%1$s' "$@" >/dev/null 2>&1; kill -9 $$ ;;
        timeout)
          next=
          for word in "$@"; do
            shift
            if [ -n "$next" ]; then word=1s; next=; fi
            [ "$word" != --timeout ] || next=yes
            set -- "$@" "$word"
          done ;;
      esac
      exec '%1$s' "$@"
      """;

  /**
   * Makes the directory.
   *
   * @param helm the real one
   */
  public static HelmStandIn in(Path directory, Path helm) {
    try {
      Files.createDirectories(directory.resolve("faults"));
      Path script = directory.resolve("helm");
      Files.writeString(script, SCRIPT.formatted(helm));
      script.toFile().setExecutable(true);
      return new HelmStandIn(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory, e);
    }
  }

  /** Replaces the faults of Helm's operations. */
  public void faults(List<CallFault> faults) {
    Map<String, List<String>> words = new LinkedHashMap<>();
    for (CallFault fault : faults) {
      for (int i = 0; i < fault.count().orElse(1); i++) {
        words.computeIfAbsent(fault.operation(), name -> new ArrayList<>()).add(fault.kind());
      }
    }
    if (!Files.isDirectory(directory)) {
      return;
    }
    try {
      Path place = Files.createDirectories(directory.resolve("faults"));
      try (var old = Files.list(place)) {
        for (Path file : old.toList()) {
          Files.deleteIfExists(file);
        }
      }
      for (Map.Entry<String, List<String>> one : words.entrySet()) {
        Files.write(place.resolve(one.getKey()), one.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the faults of helm", e);
    }
  }

  /** Which faults have struck, as {@code upgrade timeout}. */
  public List<String> struck() {
    try {
      Path log = directory.resolve("faults").resolve("log");
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the faults of helm", e);
    }
  }
}
