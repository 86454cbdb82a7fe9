package org.hubkeeper.rehearsal.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.cluster.Publications;
import org.hubkeeper.rehearsal.fault.HelmStandIn;
import org.hubkeeper.rehearsal.process.Ports;
import org.hubkeeper.rehearsal.tools.Together;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.WorldSpec.Kubernetes;

/**
 * A running world. What does not depend on each other starts side by side; everything ends with
 * {@link #close()}, and also when this process is killed.
 */
public final class World implements AutoCloseable {

  /** File in the world's directory that holds its {@link WorldAddress}. */
  public static final String ADDRESS = "world.json";

  private final WorldPlan plan;
  private final Tools tools;
  private final Path directory;
  private final Narrator narrator;
  private final WorkerKey key = WorkerKey.random();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Reviver reviver;

  private WorldAddress address;
  private Optional<StandingHub> standing = Optional.empty();
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
      SimulatorProcess aws =
          narrate(
              "the simulated AWS", () -> SimulatorProcess.start(tools, directory, plan.latency()));
      keep(aws.process());
      Optional<KubernetesProcess> kubernetes =
          plan.planes().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  narrate(
                      "the Kubernetes API servers",
                      () -> KubernetesProcess.start(plan, tools, directory, aws.aws())));
      kubernetes.ifPresent(started -> keep(started.process()));
      TemporalServer started = Together.result(server);
      address = describe(started, aws, kubernetes);
      standing = plan.standing().map(hub -> StandingHub.prepare(tools, directory, hub));
      Future<Service> polling = threads.submit(() -> narrate("the worker", () -> worker(started)));
      narrate("the scenario", this::seed);
      if (plan.spec().kubernetes() == Kubernetes.NODES) {
        narrate("charts, images and what runs behind pods", this::furnish);
      }
      if (plan.spec().kubernetes() == Kubernetes.STANDING) {
        narrate("the hub and its users", this::populate);
      }
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

  private WorldAddress describe(
      TemporalServer server, SimulatorProcess aws, Optional<KubernetesProcess> kubernetes) {
    return new WorldAddress(
        directory.toString(),
        ProcessHandle.current().pid(),
        plan.spec().runbook(),
        plan.scenario(),
        plan.cluster(),
        plan.fleetHash(),
        server.address(),
        server.ui(),
        aws.aws(),
        aws.dns(),
        aws.proxy(),
        kubernetes.map(KubernetesProcess::registry).orElse(""),
        plan.clusters(),
        kubernetes.map(KubernetesProcess::planes).orElse(Map.of()));
  }

  private Void furnish() {
    new Publications(tools, directory, address.registry()).publish();
    keep(PodsProcess.start(tools, directory, address));
    return null;
  }

  private Void populate() {
    keep(PodsProcess.start(tools, directory, address));
    standing.get().furnish(address.controlPlanes().get(plan.cluster()), plan.scenario());
    return null;
  }

  private Service worker(TemporalServer server) {
    Map<String, String> uids = new HashMap<>();
    WorkerProcess process = new WorkerProcess(tools.guard(), directory);
    FleetCopy fleet = FleetCopy.of(plan.fleet()).admitting(System.getProperty("user.name", ""));
    if (plan.spec().kubernetes().hasNodes()) {
      HelmStandIn.in(directory.resolve(HelmStandIn.DIRECTORY), tools.helm().orElseThrow());
      fleet.withSecretsOf(
          WorldSecrets.in(process.fleetDirectory(), plan.beside().files().keySet()));
    }
    if (plan.spec().kubernetes() == Kubernetes.NODES) {
      fleet.withChartsFrom(address.registry() + "/" + Publications.CHARTS);
    } else {
      // A cluster that a runbook makes has no uid before.
      address.controlPlanes().forEach((cluster, plane) -> uids.put(cluster, plane.uid()));
    }
    standing.ifPresent(hub -> fleet.withTokenOf(hub.hub().name(), hub.reference()));
    process.configure(fleet.with(uids), plan, address);
    return Service.start(() -> process.launch(address, key), process::awaitReady);
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

  @Override
  public void close() {
    reviver.close();
    Together.run(List.copyOf(parts), AutoCloseable::close);
  }
}
