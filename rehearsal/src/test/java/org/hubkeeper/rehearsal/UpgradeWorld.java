package org.hubkeeper.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.rehearsal.world.SimulatedAws.Request;
import org.hubkeeper.rehearsal.world.TemporalServer;
import org.hubkeeper.rehearsal.world.World;
import org.hubkeeper.rehearsal.world.WorldAddress.ControlPlane;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.rehearsal.world.WorldSpec;
import org.hubkeeper.rehearsal.world.Worlds;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.runbook.Runbooks;

/** A world with a cluster of two pools and a hub with users, at an older version. */
public final class UpgradeWorld implements AutoCloseable {

  /** The cluster that moves. */
  public static final String CLUSTER = "learning-test";

  private static final Duration LIMIT = Duration.ofMinutes(12);

  private final Worlds.Held held;
  private final World world;
  private final SimulatedAws aws;
  private final RunClient client;

  private UpgradeWorld(Worlds.Held held, World world) {
    this.held = held;
    this.world = world;
    this.aws = new SimulatedAws(world.address().aws());
    this.client =
        new RunClient(TemporalConnection.to(world.address().temporal(), TemporalServer.NAMESPACE));
  }

  /** Starts it with a scenario. */
  public static UpgradeWorld start(String scenario) {
    Cache cache = Cache.of(System.getenv());
    Narrator narrator = new Narrator(System.out);
    WorldSpec spec = WorldSpec.of("upgrade").orElseThrow();
    Tools tools = Tools.provide(true, cache, narrator);
    WorldPlan plan = RehearsalWorld.plan(spec, scenario, CLUSTER);
    Worlds.Held held = new Worlds(cache).fresh();
    return new UpgradeWorld(held, World.start(plan, tools, held.directory(), narrator));
  }

  /** Starts the runbook. */
  public TestRun run(String target) {
    ObjectNode input = Json.MAPPER.createObjectNode();
    input.put("cluster", CLUSTER).put("target", target);
    input.put("timeFactor", 1200.0).put("requester", "operator-a");
    return new TestRun(client, client.start(Runbooks.find("upgrade").orElseThrow(), input), LIMIT);
  }

  /** What the worker has changed in the simulated AWS, in order; refusals and looks left out. */
  public List<Request> changes() {
    return aws.log(0, "worker", true).stream()
        .filter(one -> one.error() == null)
        .filter(one -> !one.operation().equals("StartInsightsRefresh"))
        .toList();
  }

  /** The same, of one operation. */
  public List<Request> changes(String operation) {
    return changes().stream().filter(one -> one.operation().equals(operation)).toList();
  }

  /** All requests of one operation, also those that were refused. */
  public List<Request> requests(String operation) {
    return aws.log(0, "worker", true).stream()
        .filter(one -> one.operation().equals(operation))
        .toList();
  }

  /** The updates of the control plane that EKS has begun. */
  public List<String> updates() {
    return StreamSupport.stream(aws.state().path("clusters").spliterator(), false)
        .filter(cluster -> cluster.path("name").asText().equals(CLUSTER))
        .flatMap(cluster -> StreamSupport.stream(cluster.path("updates").spliterator(), false))
        .map(JsonNode::asText)
        .toList();
  }

  /** Asks for faults of requests. */
  public void faults(List<Map<String, Object>> faults) {
    aws.faults(faults);
  }

  /** Kills the worker; another one goes on. */
  public void killWorker() {
    world.killWorker();
  }

  /** Where all of it is. */
  public String directory() {
    return world.address().directory();
  }

  /** With all rights in the cluster; to be closed. */
  public AdminOfCluster admin() {
    return new AdminOfCluster(plane());
  }

  /** Requests that have changed something in the cluster, by whomever. */
  public List<JsonNode> audited() {
    try {
      return Files.readAllLines(Path.of(plane().auditLog())).stream()
          .map(UpgradeWorld::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ControlPlane plane() {
    return world.address().controlPlanes().get(CLUSTER);
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
