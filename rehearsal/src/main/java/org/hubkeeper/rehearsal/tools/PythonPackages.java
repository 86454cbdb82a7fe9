package org.hubkeeper.rehearsal.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A virtual environment with pinned packages. It is only ever used by {@code bin/python -m …} or
 * for a binary in it, so that it may be renamed after it was built.
 *
 * @param name short name for the cache
 * @param requirements the pinned packages, as pip reads them
 */
record PythonPackages(String name, String title, Cost cost, Python python, String requirements)
    implements Part {

  private static final String REMEDY =
      "check the network and pip's configuration (index, proxy, certificates), then try again";

  @Override
  public String key() {
    String interpreter = python.executable() + " " + python.version();
    return name + "-" + Sources.hashOf(requirements, interpreter);
  }

  @Override
  public void build(Path into, Workshop workshop) {
    Path list = into.resolve("requirements.txt");
    try {
      Files.writeString(list, requirements);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + list, e);
    }
    run(workshop, into, List.of(python.executable().toString(), "-m", "venv", into.toString()));
    run(
        workshop,
        into,
        List.of(
            into.resolve("bin/python").toString(),
            "-m",
            "pip",
            "install",
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar=off",
            "-r",
            list.toString()));
  }

  private static void run(Workshop workshop, Path directory, List<String> command) {
    workshop.run(new Workshop.Task(command, directory, Map.of(), REMEDY));
  }
}
