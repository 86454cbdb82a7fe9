package org.hubkeeper.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The fleet files that we ship; Maven runs tests in the module's folder. */
final class Examples {

  private static final Path FOLDER = Path.of("..", "examples");

  private Examples() {}

  static List<Path> files() {
    try (Stream<Path> paths = Files.walk(FOLDER, 2)) {
      return paths.filter(path -> path.endsWith("fleet.yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FleetFile read(String name) {
    return FleetFile.read(FOLDER.resolve(name).resolve("fleet.yaml"));
  }
}
