package org.hubkeeper.rehearsal.world;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hubkeeper.rehearsal.cluster.TlsPair;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;

/**
 * What runs in a cluster that exists before the run: an ingress, a hub behind it with users online,
 * and what a scenario adds.
 *
 * @param hub with its namespace and host
 * @param token of the service by which the worker asks the hub
 * @param reference to that token in the world's copy of the fleet file
 */
record StandingHub(
    Tools tools,
    Path directory,
    SimulatedCluster.Hub hub,
    TlsPair tls,
    String token,
    String reference) {

  private static final String TOOLS = "cluster-tools";
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final int USERS = 3;

  /** Seconds from the closing of their node; where the scenario is about it, longer. */
  private static final Map<String, Integer> USERS_LEAVE = Map.of("users-online", 12);

  private static final int USER_LEAVES = 4;
  private static final int BUDGET_LEAVES = 20;

  /** Makes up its secrets, which the world's copy of the fleet file refers to. */
  static StandingHub prepare(Tools tools, Path directory, SimulatedCluster.Hub hub) {
    Path fleet = directory.resolve(WorkerProcess.FLEET).getParent();
    WorldSecrets secrets = WorldSecrets.in(fleet, Set.of());
    TlsPair tls = secrets.pairOf(hub.host());
    String token = WorldSecrets.random();
    return new StandingHub(tools, directory, hub, tls, token, secrets.fileOf(token));
  }

  /** Returns once the hub answers and its users are online. */
  void furnish(ControlPlane plane, String scenario) {
    try (AdminOfCluster admin = new AdminOfCluster(plane)) {
      admin.apply(filled("objects.yaml", Map.of()));
      install(plane, "ingress", "nginx-ingress", TOOLS);
      install(plane, "hub", "jupyterhub", hub.namespace());
      int leave = USERS_LEAVE.getOrDefault(scenario, USER_LEAVES);
      IntStream.rangeClosed(1, USERS)
          .mapToObj(n -> Map.of("user", "user-" + n, "leaves", Integer.toString(n * leave)))
          .forEach(more -> admin.apply(filled("user.yaml", more)));
      if (Sources.of("standing").files().containsKey(scenario + ".yaml")) {
        String leaves = Integer.toString(BUDGET_LEAVES);
        admin.apply(filled(scenario + ".yaml", Map.of("leaves", leaves)));
      }
      await(admin);
    }
  }

  private void install(ControlPlane plane, String release, String chart, String namespace) {
    Path values = directory.resolve(release + "-values.yaml");
    try {
      Files.writeString(values, filled(release + ".yaml", Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + values, e);
    }
    List<String> command =
        List.of(
            tools.helm().orElseThrow().toString(),
            "upgrade",
            "--install",
            release,
            tools.charts().resolve(chart).toString(),
            "--namespace",
            namespace,
            "--kubeconfig",
            plane.kubeconfig(),
            "--values",
            values.toString());
    try (Supervised process =
        Supervised.start(tools.guard(), Launch.of("install " + release, command, directory))) {
      if (process.waitFor() != 0) {
        throw process.failure("failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void await(AdminOfCluster admin) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ready(admin)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the hub of the simulated cluster did not become ready");
      }
      try {
        Thread.sleep(250);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  private boolean ready(AdminOfCluster admin) {
    List<Deployment> deployments =
        admin.client().apps().deployments().inAnyNamespace().list().getItems();
    List<Pod> users =
        admin
            .client()
            .pods()
            .inNamespace(hub.namespace())
            .withLabel("component", "singleuser-server")
            .list()
            .getItems();
    return deployments.stream().allMatch(Readiness::isDeploymentReady)
        && users.stream().allMatch(Readiness::isPodReady);
  }

  private String filled(String file, Map<String, String> more) {
    Map<String, String> values = new TreeMap<>(more);
    values.put("namespace", hub.namespace());
    values.put("host", hub.host());
    values.put("token", token);
    values.put("certificate", escaped(tls.certificate()));
    values.put("key", escaped(tls.key()));
    String text = Sources.of("standing").text(file);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    return text;
  }

  /** Within quotes of YAML. */
  private static String escaped(String lines) {
    return lines.replace("\n", "\\n");
  }
}
