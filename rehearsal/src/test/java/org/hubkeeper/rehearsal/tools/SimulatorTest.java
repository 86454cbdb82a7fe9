package org.hubkeeper.rehearsal.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.process.Guard;
import org.junit.jupiter.api.Test;

/** Runs the tests of the parts that are not written in Java, each in its own way. */
class SimulatorTest {

  private static final Path PYTHON = Path.of("src/main/python").toAbsolutePath();
  private static final Path KUBE = Path.of("src/main/kube").toAbsolutePath();

  /** What Python writes beside its sources would be shipped with them. */
  private static final Map<String, String> CLEAN = Map.of("PYTHONDONTWRITEBYTECODE", "1");

  @Test
  void theSimulatedAwsPassesItsOwnTests() throws Exception {
    Path python = environment().resolve("bin/python");

    String output =
        run(
            List.of(python.toString(), "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            PYTHON,
            CLEAN);

    Matcher summary = Pattern.compile("(\\d+) passed").matcher(output);
    assertThat(summary.find()).as(output).isTrue();
    assertThat(Integer.parseInt(summary.group(1))).isGreaterThan(100);
    System.out.println("SimulatorTest: " + summary.group() + " by pytest");
  }

  @Test
  void theKubernetesProgramPassesItsOwnTests() throws Exception {
    Optional<Path> go = SearchPath.of(System.getenv()).all("go").stream().findFirst();
    assumeTrue(go.isPresent(), "no Go here");

    String output =
        run(List.of(go.orElseThrow().toString(), "test", "./internal/..."), KUBE, Map.of());

    assertThat(output.lines().filter(line -> line.startsWith("ok"))).hasSize(7);
  }

  /** The simulator's packages with those of its tests, kept like any other tool. */
  private static Path environment() throws IOException {
    Cache cache = Cache.of(System.getenv());
    Python python = Python.find(SearchPath.of(System.getenv()));
    String pins = Files.readString(PYTHON.resolve("requirements.txt"));
    String more =
        Files.readString(PYTHON.resolve("requirements-test.txt"))
            .replace("-r requirements.txt", "");
    Part part =
        new PythonPackages(
            "simulator-tests",
            "tests of the simulated AWS, Python packages",
            new Part.Cost(1, 200),
            python,
            pins + more);
    Guard guard = Guard.in(cache.directory("guard-" + Guard.hash()), python.executable());
    try (Narrator narrator = new Narrator(System.out)) {
      Installer installer = new Installer(cache, guard, narrator);
      installer.provide(List.of(part));
      return installer.place(part);
    }
  }

  private static String run(List<String> command, Path directory, Map<String, String> more)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(more);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
