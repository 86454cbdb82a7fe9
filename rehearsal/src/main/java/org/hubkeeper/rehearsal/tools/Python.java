package org.hubkeeper.rehearsal.tools;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hubkeeper.starter.CommandFailure;

/**
 * A Python interpreter of this machine.
 *
 * @param executable its real path, past the links and scripts that lead to it
 */
record Python(Path executable, Release version) {

  private static final Release LEAST = new Release(3, 11);

  private static final List<String> NAMES =
      List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11");

  private static final String QUESTION =
      """
      import importlib.util, os, sys
      ready = all(importlib.util.find_spec(m) for m in ('venv', 'ensurepip'))
      print('%d.%d' % sys.version_info[:2], 'yes' if ready else 'no', os.path.realpath(sys.executable), sep='\\n')
      """;

  /** The first that is new enough and can make virtual environments. */
  static Python find(SearchPath path) {
    List<String> unfit = new ArrayList<>();
    Stream<Path> candidates = NAMES.stream().flatMap(name -> path.all(name).stream());
    return candidates
        .map(candidate -> usable(candidate, unfit))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() -> CommandFailure.usage(refusal(unfit)));
  }

  private static Optional<Python> usable(Path candidate, List<String> unfit) {
    Optional<List<String>> answer =
        Asked.command(List.of(candidate.toString(), "-I", "-c", QUESTION), Map.of())
            .map(text -> text.lines().toList())
            .filter(lines -> lines.size() == 3);
    if (answer.isEmpty()) {
      unfit.add(candidate + " does not run");
      return Optional.empty();
    }
    Release version = Release.in(answer.get().get(0)).orElseThrow();
    if (!version.fits(LEAST)) {
      unfit.add(candidate + " is " + version);
      return Optional.empty();
    }
    if (!answer.get().get(1).equals("yes")) {
      unfit.add(candidate + " lacks venv (Debian: apt-get install python3-venv)");
      return Optional.empty();
    }
    return Optional.of(new Python(Path.of(answer.get().get(2)), version));
  }

  private static String refusal(List<String> unfit) {
    return "a rehearsal needs Python %s or newer with venv on PATH (or in HUBKEEPER_TOOLS): %s; "
            .formatted(LEAST, unfit.isEmpty() ? "there is none" : String.join(", ", unfit))
        + "install it, for example `apt-get install python3 python3-venv` or `brew install python`";
  }
}
