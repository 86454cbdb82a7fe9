package org.hubkeeper.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The commit that a file's content comes from, as git tells. */
final class Commit {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Commit() {}

  static String of(Path file, byte[] content) {
    return of(file, content, System.getenv("PATH"));
  }

  /**
   * The last commit that touched the file, with "-dirty" when it holds something else than what was
   * read; empty when git is missing or knows no such file.
   */
  static String of(Path file, byte[] content, String path) {
    Optional<Path> git = Command.find("git", path);
    if (git.isEmpty()) {
      return "";
    }
    Path real = real(file);
    String commit =
        git(git.get(), real, "log", "-n1", "--format=%H", "--", name(real))
            .map(output -> new String(output, StandardCharsets.US_ASCII).strip())
            .orElse("");
    if (commit.isEmpty()) {
      return "";
    }
    // With filters: a checkout may have other line ends than the commit.
    boolean same =
        git(git.get(), real, "cat-file", "--filters", commit + ":./" + name(real))
            .filter(committed -> Arrays.equals(committed, content))
            .isPresent();
    return same ? commit : commit + "-dirty";
  }

  private static Optional<byte[]> git(Path git, Path file, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(git.toString(), "--literal-pathspecs", "-c", "log.showSignature=false"));
    command.addAll(List.of(words));
    Command.Result result = Command.run(file.getParent(), LIMIT, command);
    return result.status() == 0 ? Optional.of(result.output()) : Optional.empty();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** Mounted files are links; git looks at what they lead to. */
  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      // Gone since it was read: git can still tell about the path.
      return file.toAbsolutePath().normalize();
    }
  }
}
