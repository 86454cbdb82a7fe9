package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.process.Launch;
import org.hubkeeper.rehearsal.process.Ports;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.tools.Together;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;

/**
 * A running world. What does not depend on each other starts side by side; everything ends with
 * {@link #close()}, and also when this process is killed.
 */
public final class World implements AutoCloseable {

  /** File in the world's directory that holds its {@link WorldAddress}. */
  public static final String ADDRESS = "world.json";

  private static final Duration SIMULATOR_PATIENCE = Duration.ofSeconds(60);
  private static final Duration KUBERNETES_PATIENCE = Duration.ofSeconds(240);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final WorldPlan plan;
  private final Tools tools;
  private final Path directory;
  private final Narrator narrator;
  private final WorkerKey key = WorkerKey.random();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Reviver reviver;

  private WorldAddress address;
  private Service worker;
  private Service temporal;

  private World(WorldPlan plan, Tools tools, Path directory, Narrator narrator) {
    this.plan = plan;
    this.tools = tools;
    this.directory = directory;
    this.narrator = narrator;
    this.reviver = new Reviver(narrator);
  }

  /**
   * Starts a world.
   *
   * @param directory an empty directory for its data, logs and configuration
   */
  public static World start(WorldPlan plan, Tools tools, Path directory, Narrator narrator) {
    World world = new World(plan, tools, directory, narrator);
    boolean complete = false;
    try {
      world.assemble();
      complete = true;
      return world;
    } finally {
      if (!complete) {
        world.close();
      }
    }
  }

  /** How to reach it. */
  public WorldAddress address() {
    return address;
  }

  /** The worker, which may be killed: it is started again. */
  public void killWorker() {
    worker.kill();
  }

  /** The Temporal server, which may be killed: it is started again with what it knew. */
  public void killTemporal() {
    temporal.kill();
  }

  /** Returns once the worker that there is now polls. */
  public void awaitWorker() {
    worker.awaitReady();
  }

  private void assemble() {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Future<TemporalServer> server = threads.submit(() -> narrate("Temporal", this::temporal));
      URI aws = narrate("the simulated AWS", this::simulator);
      Map<String, ControlPlane> planes =
          plan.planes().isEmpty()
              ? Map.of()
              : narrate("the Kubernetes API servers", () -> kubernetes(aws));
      TemporalServer started = Together.result(server);
      address = describe(started, aws, planes);
      Future<Service> polling =
          threads.submit(() -> narrate("the worker", () -> worker(started, aws)));
      narrate("the scenario", this::seed);
      worker = keep(Together.result(polling));
    } finally {
      threads.shutdownNow();
    }
    Jvm.archiveWorker(tools.guard(), directory).ifPresent(this::keep);
    address.write(directory.resolve(ADDRESS));
    reviver.watch("Temporal", temporal);
    reviver.watch("worker", worker);
  }

  private <T> T narrate(String what, Supplier<T> start) {
    return narrator.during("starting " + what, start);
  }

  private TemporalServer temporal() {
    List<Integer> ports = Ports.free(2);
    TemporalServer server =
        new TemporalServer(
            tools.guard(),
            tools.temporal(),
            directory.resolve("temporal.db"),
            ports.get(0),
            ports.get(1));
    temporal = keep(Service.start(server::launch, server::awaitReady));
    return server;
  }

  private URI simulator() {
    Path ready = directory.resolve("aws-ready.json");
    List<String> command =
        List.of(
            tools.simulatorPython().toString(),
            "-m",
            "hubkeeper_sim",
            "--ready-file",
            ready.toString(),
            "--latency-ms",
            plan.latency(),
            "--exit-on-stdin-eof");
    Launch launch = Launch.of("simulated AWS", command, directory);
    Supervised process = keep(Supervised.start(tools.guard(), launch.workingIn(tools.simulator())));
    JsonNode port = read(process.awaitFile(ready, SIMULATOR_PATIENCE)).path("port");
    return URI.create("http://127.0.0.1:" + port.asInt());
  }

  private Map<String, ControlPlane> kubernetes(URI aws) {
    Path ready = directory.resolve("kubernetes-ready.json");
    List<String> command =
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
            "--exit-on-stdin-eof");
    Supervised process =
        keep(Supervised.start(tools.guard(), Launch.of("Kubernetes", command, directory)));
    JsonNode clusters = read(process.awaitFile(ready, KUBERNETES_PATIENCE)).path("clusters");
    Map<String, ControlPlane> named = JSON.convertValue(clusters, new TypeReference<>() {});
    Map<String, ControlPlane> planes = new HashMap<>();
    plan.planes().forEach((cluster, plane) -> planes.put(cluster, named.get(plane)));
    return planes;
  }

  private WorldAddress describe(TemporalServer server, URI aws, Map<String, ControlPlane> planes) {
    return new WorldAddress(
        directory.toString(),
        ProcessHandle.current().pid(),
        plan.spec().runbook(),
        plan.scenario(),
        plan.cluster(),
        plan.fleetHash(),
        server.address(),
        server.ui(),
        aws,
        plan.clusters(),
        planes);
  }

  private Service worker(TemporalServer server, URI aws) {
    Map<String, String> uids = new HashMap<>();
    address.controlPlanes().forEach((cluster, plane) -> uids.put(cluster, plane.uid()));
    WorkerProcess process = new WorkerProcess(tools.guard(), directory);
    FleetCopy fleet = FleetCopy.of(plan.fleet()).admitting(System.getProperty("user.name", ""));
    process.configure(fleet.with(uids), plan.pools());
    return Service.start(() -> process.launch(server.address(), aws, key), process::awaitReady);
  }

  private JsonNode seed() {
    key.write(directory);
    SimulatedAws aws = new SimulatedAws(address.aws());
    new Foundation(plan, aws, address.controlPlanes(), key).lay();
    return plan.scenario().isEmpty() ? null : plan.start().addTo(aws, address.controlPlanes());
  }

  private synchronized <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  @Override
  public void close() {
    reviver.close();
    Together.run(List.copyOf(parts), AutoCloseable::close);
  }
}
