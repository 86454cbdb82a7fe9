package org.hubkeeper.rehearsal.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmTest {

  private static final Path BUILT = Path.of("/built");

  @TempDir private Path directory;

  @Test
  void theFirstHelmOfTheMachineThatFitsIsTaken() throws IOException {
    Path three = helm("three", "v3.13.0+g825e86f");
    Path four = helm("four", "v4.0.1");

    assertThat(Helm.of(path(three, four), BUILT)).isEqualTo(three);
    assertThat(Helm.of(path(helm("old", "v3.12.9"), four), BUILT)).isEqualTo(four);
  }

  @Test
  void otherwiseItIsTheBuiltOne() throws IOException {
    assertThat(Helm.of(path(), BUILT)).isEqualTo(BUILT.resolve("helm"));
    assertThat(Helm.of(path(helm("two", "v2.17.0"), helm("next", "v5.0.0")), BUILT))
        .isEqualTo(BUILT.resolve("helm"));
  }

  private Path helm(String place, String version) throws IOException {
    Path file = Files.createDirectories(directory.resolve(place)).resolve("helm");
    Files.writeString(file, "#!/bin/sh\necho " + version + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static SearchPath path(Path... commands) {
    return new SearchPath(Stream.of(commands).map(Path::getParent).toList());
  }
}
