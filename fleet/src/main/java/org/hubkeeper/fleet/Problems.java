package org.hubkeeper.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects all that is wrong with a file, so that it can be mended in one go. */
final class Problems {

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(Path file) {
    this.file = file.toString();
  }

  /** An empty collection for the same file. */
  Problems fresh() {
    return new Problems(Path.of(file));
  }

  void add(Place place, String text) {
    add(place.line(), place.column(), place.path(), text);
  }

  void add(int line, int column, String path, String text) {
    Problem problem = new Problem(file, line, column, path, text);
    // A value may be looked at twice, by the general rule and by one for its cloud.
    if (found.stream().noneMatch(known -> known.path().equals(path) && known.line() == line)) {
      found.add(problem);
    }
  }

  boolean none() {
    return found.isEmpty();
  }

  /** Whether this field and all below it are in order so far. */
  boolean noneUnder(String path) {
    return found.stream()
        .map(Problem::path)
        .noneMatch(
            other ->
                other.equals(path) || other.startsWith(path + ".") || other.startsWith(path + "["));
  }

  /** Throws if there are any. */
  void refuse() {
    if (!found.isEmpty()) {
      throw new FleetException(
          found.stream()
              .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
              .toList());
    }
  }
}
