package org.hubkeeper.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
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

/** A world with an empty account and a whole control plane, for what makes clusters. */
public final class BootstrapWorld implements AutoCloseable {

  /** The cluster that is made. */
  public static final String CLUSTER = "ds-osu-test";

  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final Worlds.Held held;
  private final World world;
  private final RunClient client;

  private BootstrapWorld(Worlds.Held held, World world) {
    this.held = held;
    this.world = world;
    this.client =
        new RunClient(TemporalConnection.to(world.address().temporal(), TemporalServer.NAMESPACE));
  }

  /** Starts it. */
  public static BootstrapWorld start() {
    Cache cache = Cache.of(System.getenv());
    Narrator narrator = new Narrator(System.out);
    WorldSpec spec = WorldSpec.of("bootstrap").orElseThrow();
    Tools tools = Tools.provide(true, cache, narrator);
    WorldPlan plan = RehearsalWorld.plan(spec, "default", CLUSTER);
    Worlds.Held held = new Worlds(cache).fresh();
    return new BootstrapWorld(held, World.start(plan, tools, held.directory(), narrator));
  }

  /** Starts the runbook. */
  public TestRun run() {
    ObjectNode input = Json.MAPPER.createObjectNode();
    input.put("cluster", CLUSTER).put("timeFactor", 60.0).put("requester", "operator-a");
    return new TestRun(
        client, client.start(Runbooks.find("bootstrap").orElseThrow(), input), LIMIT);
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
