package org.hubkeeper.activities.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A program in the place of Helm: it writes down what it is called with and what it reads, and
 * answers from files that the test has put beside it.
 */
final class FakeHelm {

  private static final String SCRIPT =
      """
      #!/bin/sh
      here=$(dirname "$0")
      echo "$*" >> "$here/calls"
      case "$*" in *"--values -"*) cat > "$here/input";; esac
      answer="$1"
      case "$*" in
        *--dry-run=server*) answer=dry-run;;
        *--selector*) answer=selected;;
        "get values"*) answer=values;;
        "get manifest"*) answer=manifest;;
        "show chart"*) answer=chart;;
      esac
      if [ "$1" = pull ]; then
        [ -f "$here/archive" ] || exit 1
        while [ "$1" != --destination ]; do shift; done
        cp "$here/archive" "$2/chart-1.0.0.tgz"
        exit 0
      fi
      if [ -f "$here/$answer.sleep" ]; then exec sleep "$(cat "$here/$answer.sleep")"; fi
      [ -f "$here/$answer.err" ] && cat "$here/$answer.err" >&2
      [ -f "$here/$answer" ] && cat "$here/$answer"
      [ -f "$here/$answer.then" ] && mv "$here/$answer.then" "$here/list"
      exit "$(cat "$here/$answer.status" 2>/dev/null || echo 0)"
      """;

  private final Path folder;

  FakeHelm(Path folder) {
    this.folder = folder;
    put("helm", SCRIPT);
    try {
      Files.setPosixFilePermissions(
          folder.resolve("helm"), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String command() {
    return folder.resolve("helm").toString();
  }

  /** Answers a call, as {@code list} or {@code dry-run}; see the script. */
  FakeHelm put(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> calls() {
    return Files.exists(folder.resolve("calls")) ? read("calls").lines().toList() : List.of();
  }

  /** What the last call that reads values has read. */
  String input() {
    return read("input");
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
