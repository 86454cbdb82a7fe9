package org.hubkeeper.fleet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Collects all that is wrong with a file, so that it can be mended in one go. */
public final class Problems {

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  /** None so far, of this file. */
  public Problems(Path file) {
    this.file = file.toString();
  }

  /** The file that they are of. */
  public String file() {
    return file;
  }

  /** An empty collection for the same file. */
  public Problems fresh() {
    return new Problems(Path.of(file));
  }

  /** Adds what is wrong with a value, unless the same value has been refused already. */
  public void add(Place place, String text) {
    add(place.line(), place.column(), place.path(), text);
  }

  /** The same for what has no value, as a field that is missing. */
  public void add(int line, int column, String path, String text) {
    Problem problem = new Problem(file, line, column, path, text);
    // A value may be looked at twice, by the general rule and by one for its cloud.
    if (found.stream().noneMatch(known -> known.path().equals(path) && known.line() == line)) {
      found.add(problem);
    }
  }

  /** Whether the file is in order so far. */
  public boolean none() {
    return found.isEmpty();
  }

  /** Whether this field and all below it are in order so far. */
  public boolean noneUnder(String path) {
    return found.stream()
        .map(Problem::path)
        .noneMatch(
            other ->
                other.equals(path) || other.startsWith(path + ".") || other.startsWith(path + "["));
  }

  /** Throws if there are any. */
  public void refuse() {
    refuse(List.of(this));
  }

  /** Throws if there are any in one of several files; in the order of the files. */
  public static void refuse(Collection<Problems> files) {
    List<Problem> all = files.stream().flatMap(Problems::inOrder).toList();
    if (!all.isEmpty()) {
      throw new FleetException(all);
    }
  }

  private Stream<Problem> inOrder() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
  }
}
