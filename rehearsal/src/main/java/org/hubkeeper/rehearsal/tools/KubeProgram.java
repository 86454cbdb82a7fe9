package org.hubkeeper.rehearsal.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.starter.CommandFailure;

/**
 * Kubernetes as one program, built from pinned modules: control plane, stand-in for nodes, clients
 * and registry. Links beside it make commands of its clients.
 *
 * @param go the compiler
 * @param sources the program's sources, as they were shipped
 * @param place where they lie
 */
record KubeProgram(Path go, Sources sources, Path place) implements Part {

  static final String PROGRAM = "hubkeeper-kube";

  /** Its components that people and the worker call by their own names. */
  private static final List<String> CLIENTS = List.of("helm", "kubectl");

  private static final Release LEAST = new Release(1, 26);
  private static final String KUBERNETES = "v1.36.3";
  private static final String VERSION = "k8s.io/component-base/version";
  private static final String HELM = "v4.2.4";
  private static final String HELM_VERSION = "helm.sh/helm/v4/internal/version.version";

  private static final List<String> FLAGS =
      List.of(
          "-v",
          "-trimpath",
          "-buildvcs=false",
          "-gcflags=all=-l -dwarf=false",
          "-ldflags=-s -w -X %1$s.gitVersion=%2$s -X %1$s.gitMajor=1 -X %1$s.gitMinor=36 -X %1$s.gitCommit= -X %1$s.gitTreeState=archive -X %3$s=%4$s"
              .formatted(VERSION, KUBERNETES, HELM_VERSION, HELM));

  /** Finds the compiler; a missing or old one is refused with the remedy. */
  static KubeProgram with(SearchPath path, Cache cache) {
    Sources sources = Sources.of("kube");
    return new KubeProgram(compiler(path), sources, sources.unpack(cache));
  }

  @Override
  public String title() {
    return "Kubernetes " + KUBERNETES + ", Helm and a registry, compiled from source";
  }

  @Override
  public String key() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return "kube-" + sources.hash(String.join(" ", FLAGS), platform);
  }

  @Override
  public Cost cost() {
    return new Cost(4, 4_500);
  }

  @Override
  public void build(Path into, Workshop workshop) {
    List<String> command = new java.util.ArrayList<>(List.of(go.toString(), "build"));
    command.addAll(FLAGS);
    command.addAll(List.of("-o", into.resolve(PROGRAM).toString(), "."));
    workshop.run(
        new Workshop.Task(
            command,
            place,
            Map.of("CGO_ENABLED", "0"),
            "check the network, Go's configuration (`go env GOPROXY`) and the free disk space, "
                + "then try again"));
    for (String client : CLIENTS) {
      link(into.resolve(client));
    }
  }

  /** A link with the name of a component is that component; it survives the part's renaming. */
  private static void link(Path place) {
    try {
      Files.createSymbolicLink(place, Path.of(PROGRAM));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot link " + place, e);
    }
  }

  private static Path compiler(SearchPath path) {
    Optional<Path> found =
        path.all("go").stream()
            .filter(go -> version(go).filter(v -> v.fits(LEAST)).isPresent())
            .findFirst();
    return found.orElseThrow(
        () ->
            CommandFailure.usage(
                "this runbook's rehearsal needs Kubernetes, which is compiled with Go "
                    + LEAST
                    + " or newer, and there is none on PATH (or in HUBKEEPER_TOOLS): "
                    + (path.all("go").isEmpty() ? "no `go` at all" : path.all("go") + " is older")
                    + "; install Go from https://go.dev/doc/install"));
  }

  private static Optional<Release> version(Path go) {
    return Asked.command(List.of(go.toString(), "env", "GOVERSION"), Map.of("GOTOOLCHAIN", "local"))
        .flatMap(Release::in);
  }
}
