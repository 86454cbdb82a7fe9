package org.hubkeeper.rehearsal.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where rehearsals keep what shall outlast them. */
public record Cache(Path root) {

  /** HUBKEEPER_CACHE, else {@code hubkeeper} in XDG_CACHE_HOME, else in {@code ~/.cache}. */
  public static Cache of(Map<String, String> environment) {
    String own = environment.getOrDefault("HUBKEEPER_CACHE", "");
    if (!own.isEmpty()) {
      return new Cache(Path.of(own).toAbsolutePath());
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        shared.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
    return new Cache(base.resolve("hubkeeper").toAbsolutePath());
  }

  /** A directory of the cache, made if need be. */
  public Path directory(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + root.resolve(name), e);
    }
  }

  /** Deletes a directory with all that is in it. */
  public static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> found = Files.walk(directory)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
