package org.hubkeeper.rehearsal.tools;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.starter.CommandFailure;

/**
 * The control plane of a Kubernetes cluster as one program, built from pinned modules.
 *
 * @param go the compiler
 * @param sources the program's sources, as they were shipped
 * @param place where they lie
 */
record KubeProgram(Path go, Sources sources, Path place) implements Part {

  static final String PROGRAM = "hubkeeper-kube";

  private static final Release LEAST = new Release(1, 26);
  private static final String KUBERNETES = "v1.36.3";
  private static final String VERSION = "k8s.io/component-base/version";

  private static final List<String> FLAGS =
      List.of(
          "-v",
          "-trimpath",
          "-buildvcs=false",
          "-gcflags=all=-l -dwarf=false",
          "-ldflags=-s -w -X %1$s.gitVersion=%2$s -X %1$s.gitMajor=1 -X %1$s.gitMinor=36 -X %1$s.gitCommit= -X %1$s.gitTreeState=archive"
              .formatted(VERSION, KUBERNETES));

  /** Finds the compiler; a missing or old one is refused with the remedy. */
  static KubeProgram with(SearchPath path, Cache cache) {
    Sources sources = Sources.of("kube");
    return new KubeProgram(compiler(path), sources, sources.unpack(cache));
  }

  @Override
  public String title() {
    return "Kubernetes " + KUBERNETES + " API server and etcd, compiled from source";
  }

  @Override
  public String key() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return "kube-" + sources.hash(String.join(" ", FLAGS), platform);
  }

  @Override
  public Cost cost() {
    return new Cost(7, 4_000);
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
  }

  private static Path compiler(SearchPath path) {
    Optional<Path> found =
        path.all("go").stream()
            .filter(go -> version(go).filter(v -> v.fits(LEAST)).isPresent())
            .findFirst();
    return found.orElseThrow(
        () ->
            CommandFailure.usage(
                "this runbook's rehearsal needs a Kubernetes API server, which is compiled with Go "
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
