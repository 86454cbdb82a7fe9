package org.hubkeeper.fleet;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A file was refused; the message lists all its problems, a line each. */
public final class FleetException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  FleetException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The file as a whole cannot be used. */
  static FleetException of(Path file, String text) {
    return new FleetException(List.of(new Problem(file.toString(), 0, 0, "", text)));
  }

  /** In the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
