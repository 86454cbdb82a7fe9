package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;
import org.hubkeeper.rehearsal.world.WorldSpec.Kubernetes;

/**
 * The Kubernetes of a world as a process: an API server for each plane, and where a runbook needs
 * them the controllers, the nodes and a registry.
 *
 * @param planes by the clusters that they serve
 * @param registry host and port of the registry; empty when there is none
 */
record KubernetesProcess(Supervised process, Map<String, ControlPlane> planes, String registry) {

  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Starts it and returns once all API servers serve. */
  static KubernetesProcess start(WorldPlan plan, Tools tools, Path directory, URI aws) {
    Path ready = directory.resolve("kubernetes-ready.json");
    List<String> command =
        new ArrayList<>(
            List.of(
                tools.kube().orElseThrow().toString(),
                "up",
                "--dir",
                directory.resolve("kubernetes").toString(),
                "--clusters",
                String.join(",", plan.planes().values().stream().distinct().sorted().toList()),
                "--ready-file",
                ready.toString(),
                "--token-webhook",
                aws.resolve("/_hubkeeper/token-review/").toString(),
                "--exit-on-stdin-eof"));
    if (plan.spec().kubernetes().hasNodes()) {
      command.addAll(List.of("--with", "controllers"));
    }
    if (plan.spec().kubernetes() == Kubernetes.STANDING) {
      command.addAll(List.of("--looks", aws.resolve("/_hubkeeper/look/").toString()));
    }
    if (plan.spec().kubernetes() == Kubernetes.NODES) {
      command.addAll(List.of("--registry", directory.resolve("registry").toString()));
    }
    Supervised process =
        Supervised.start(tools.guard(), Launch.of("Kubernetes", command, directory));
    boolean served = false;
    try {
      JsonNode told = SimulatorProcess.read(process.awaitFile(ready, PATIENCE));
      served = true;
      Map<String, ControlPlane> named =
          JSON.convertValue(told.path("clusters"), new TypeReference<>() {});
      Map<String, ControlPlane> planes = new HashMap<>();
      plan.planes().forEach((cluster, plane) -> planes.put(cluster, named.get(plane)));
      return new KubernetesProcess(process, planes, told.path("registry").asText(""));
    } finally {
      if (!served) {
        process.close();
      }
    }
  }
}
