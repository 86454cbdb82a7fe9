package org.hubkeeper.rehearsal.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where commands of this machine are looked for: HUBKEEPER_TOOLS first, then PATH. */
record SearchPath(List<Path> directories) {

  static SearchPath of(Map<String, String> environment) {
    return new SearchPath(
        Stream.of("HUBKEEPER_TOOLS", "PATH")
            .flatMap(
                name -> Stream.of(environment.getOrDefault(name, "").split(File.pathSeparator)))
            .filter(directory -> !directory.isBlank())
            .map(Path::of)
            .toList());
  }

  /** All commands of this name, best first. */
  List<Path> all(String command) {
    return directories.stream()
        .map(directory -> directory.resolve(command))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .toList();
  }
}
