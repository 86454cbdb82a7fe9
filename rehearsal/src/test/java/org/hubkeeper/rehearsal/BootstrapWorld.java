package org.hubkeeper.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hubkeeper.rehearsal.people.NamePublisher;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.rehearsal.world.SimulatedCluster;
import org.hubkeeper.rehearsal.world.TemporalServer;
import org.hubkeeper.rehearsal.world.World;
import org.hubkeeper.rehearsal.world.WorldAddress;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.rehearsal.world.WorldSpec;
import org.hubkeeper.rehearsal.world.Worlds;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.runbook.Runbooks;

/** A world with an empty account and a whole control plane, for what makes clusters. */
public final class BootstrapWorld implements AutoCloseable {

  /** The cluster that is made. */
  public static final String CLUSTER = "ds-osu-test";

  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Worlds.Held held;
  private final WorldPlan plan;
  private final World world;
  private final RunClient client;
  private final String cluster;

  private BootstrapWorld(Worlds.Held held, WorldPlan plan, World world) {
    this.held = held;
    this.plan = plan;
    this.world = world;
    this.cluster = plan.cluster();
    this.client =
        new RunClient(TemporalConnection.to(world.address().temporal(), TemporalServer.NAMESPACE));
  }

  /** Starts it for the test cluster. */
  public static BootstrapWorld start() {
    return start("ds-osu", CLUSTER);
  }

  /** Starts it for a cluster of an example. */
  public static BootstrapWorld start(String example, String cluster) {
    return start(example, cluster, text -> text);
  }

  /** The same with a changed fleet file. */
  public static BootstrapWorld start(String example, String cluster, UnaryOperator<String> change) {
    Cache cache = Cache.of(System.getenv());
    Narrator narrator = new Narrator(System.out);
    WorldSpec spec = WorldSpec.of("bootstrap").orElseThrow();
    Tools tools = Tools.provide(true, cache, narrator);
    WorldPlan plan = RehearsalWorld.plan(spec, "default", example, cluster, change);
    Worlds.Held held = new Worlds(cache).fresh();
    return new BootstrapWorld(held, plan, World.start(plan, tools, held.directory(), narrator));
  }

  /** Starts the runbook. */
  public TestRun run() {
    return run("bootstrap", Map.of());
  }

  /** Starts a runbook; settings as in its input. */
  public TestRun run(String runbook, Map<String, ?> settings) {
    ObjectNode input = Json.MAPPER.createObjectNode();
    input.put("cluster", cluster).put("timeFactor", 60.0).put("requester", "operator-a");
    settings.forEach((key, value) -> input.set(key, Json.MAPPER.valueToTree(value)));
    return new TestRun(client, client.start(Runbooks.find(runbook).orElseThrow(), input), LIMIT);
  }

  /** A person who publishes the names that a run asks for; to be closed. */
  public NamePublisher publisher(TestRun run) {
    return new NamePublisher(run::progress, aws(), System.out::println);
  }

  /** The simulated account. */
  public SimulatedAws aws() {
    return new SimulatedAws(world.address().aws());
  }

  /** How to reach it. */
  public WorldAddress address() {
    return world.address();
  }

  /** The account that all this happens in. */
  public RehearsedAccount account() {
    return new RehearsedAccount(world.address(), plan);
  }

  /** The cluster by its uid. */
  public ClusterRef cluster() {
    SimulatedCluster about =
        plan.clusters().stream().filter(one -> one.name().equals(cluster)).findFirst().get();
    return new ClusterRef(
        cluster, "test", "aws", about.account(), about.region(), about.pool(), plane().uid());
  }

  /** The world's Temporal server. */
  public WorkflowClient temporal() {
    return client.connection().client();
  }

  /** Kills the worker process as {@code kill -9} does, and returns once another one polls. */
  public void replaceWorker() {
    Optional<Long> before = pid("worker");
    world.killWorker();
    awaitOther("worker", before);
    world.awaitWorker();
  }

  /** Kills the Temporal server as {@code kill -9} does, and returns once there is another one. */
  public void replaceTemporal() {
    Optional<Long> before = pid("temporal");
    world.killTemporal();
    awaitOther("temporal", before);
  }

  private void awaitOther(String process, Optional<Long> before) {
    Poll.untilTrue(
        "another " + process,
        LIMIT,
        () -> pid(process).filter(pid -> !before.equals(Optional.of(pid))).isPresent());
  }

  private Optional<Long> pid(String process) {
    return Supervised.pidIn(world.address().file(process + ".pid"));
  }

  /** Changes a file beside the world's fleet file, as its keeper would. */
  public void edit(String file, UnaryOperator<String> change) {
    Path path = world.address().fleet().resolveSibling(file);
    try {
      Files.writeString(path, change.apply(Files.readString(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the worker has changed in the simulated AWS, in order, with parameters. */
  public List<JsonNode> changes() {
    URI log = world.address().aws().resolve("/_hubkeeper/log?caller=worker&mutating=true");
    try {
      HttpRequest request = HttpRequest.newBuilder(log).build();
      byte[] told = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body();
      List<JsonNode> changes = new ArrayList<>();
      Json.MAPPER.readTree(told).forEach(changes::add);
      return changes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** With all rights in the cluster; to be closed. */
  public AdminOfCluster admin() {
    return new AdminOfCluster(plane());
  }

  /** Requests by which the worker has changed something in the cluster. */
  public List<JsonNode> writes() {
    try {
      return Files.readAllLines(Path.of(plane().auditLog())).stream()
          .map(BootstrapWorld::parse)
          .filter(event -> event.at("/user/username").asText().contains("hubkeeper-worker"))
          .filter(event -> !event.path("requestURI").asText().contains("dryRun="))
          .filter(event -> !event.at("/objectRef/apiGroup").asText().startsWith("authorization."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the world's Helm as somebody with all rights in the cluster; returns what it said. */
  public String helm(String... words) {
    List<String> command = new ArrayList<>(List.of(world.address().file("bin/helm").toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--kubeconfig", plane().kubeconfig()));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ControlPlane plane() {
    return world.address().controlPlanes().get(cluster);
  }

  private static JsonNode parse(String line) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    world.close();
    held.close();
  }
}
