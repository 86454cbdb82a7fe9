package org.hubkeeper.rehearsal.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.hubkeeper.starter.CommandFailure;
import org.hubkeeper.starter.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonTest {

  @TempDir private Path directory;

  @Test
  void withoutPythonOneMessageNamesTheRemedy() {
    assertThatThrownBy(this::find)
        .isInstanceOfSatisfying(
            CommandFailure.class, failure -> assertThat(failure.exit()).isEqualTo(Exit.USAGE))
        .hasMessageContaining("Python 3.11")
        .hasMessageContaining("there is none")
        .hasMessageContaining("apt-get install python3");
  }

  @Test
  void anOldOneIsNamedWithItsVersion() throws IOException {
    install("python3", "3.8", "yes");

    assertThatThrownBy(this::find).hasMessageContaining("python3 is 3.8");
  }

  @Test
  void oneWithoutVirtualEnvironmentsIsNamedWithTheRemedy() throws IOException {
    install("python3", "3.11", "no");

    assertThatThrownBy(this::find).hasMessageContaining("apt-get install python3-venv");
  }

  @Test
  void aNewerOneBesideAnOldOneIsTaken() throws IOException {
    install("python3", "3.8", "yes");
    install("python3.12", "3.12", "yes");

    assertThat(find().version()).isEqualTo(new Release(3, 12));
    assertThat(find().executable()).isEqualTo(Path.of("/real/python3.12"));
  }

  private Python find() {
    return Python.find(SearchPath.of(Map.of("PATH", directory.toString())));
  }

  private void install(String name, String version, String ready) throws IOException {
    Path command = directory.resolve(name);
    String script = "#!/bin/sh%necho %s; echo %s; echo /real/%s%n".formatted(version, ready, name);
    Files.writeString(command, script);
    assertThat(command.toFile().setExecutable(true)).isTrue();
  }
}
