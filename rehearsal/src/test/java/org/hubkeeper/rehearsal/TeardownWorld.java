package org.hubkeeper.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.AdminOfCluster;
import org.hubkeeper.rehearsal.world.SceneChange;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.rehearsal.world.TemporalServer;
import org.hubkeeper.rehearsal.world.World;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.rehearsal.world.WorldSpec;
import org.hubkeeper.rehearsal.world.Worlds;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.runbook.Runbooks;

/** The one world of all tests of teardown; each sets up an estate of its own in it. */
public final class TeardownWorld {

  /** The cluster that goes. */
  public static final String CLUSTER = "ds-osu-test";

  private static TeardownWorld shared;

  private final World world;
  private final SimulatedAws aws;
  private final RunClient client;

  private TeardownWorld(World world) {
    this.world = world;
    this.aws = new SimulatedAws(world.address().aws());
    this.client =
        new RunClient(TemporalConnection.to(world.address().temporal(), TemporalServer.NAMESPACE));
  }

  /** Starts it when the first test asks; it ends with this process. */
  public static synchronized TeardownWorld shared() {
    if (shared == null) {
      Cache cache = Cache.of(System.getenv());
      Narrator narrator = new Narrator(System.out);
      Tools tools = Tools.provide(true, cache, narrator);
      Worlds.Held held = new Worlds(cache).fresh();
      World world = World.start(plan(""), tools, held.directory(), narrator);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    world.close();
                    held.close();
                  }));
      shared = new TeardownWorld(world);
    }
    return shared;
  }

  private static WorldPlan plan(String scenario) {
    return RehearsalWorld.plan(WorldSpec.of("teardown").orElseThrow(), scenario, CLUSTER);
  }

  /** Ends what earlier tests left, and sets a scenario up. */
  public Estate estate(String scenario) {
    new OpenRuns(client).end();
    JsonNode made = SceneChange.make(world.address(), plan(scenario));
    aws.clearLog();
    return new Estate(made, aws.resources());
  }

  /** Starts the runbook on the whole cluster. */
  public TestRun run() {
    return run(Map.of("confirm", CLUSTER));
  }

  /** Starts the runbook; settings as in its input. */
  public TestRun run(Map<String, ?> settings) {
    ObjectNode input = Json.MAPPER.createObjectNode();
    input.put("cluster", CLUSTER).put("timeFactor", 60.0).put("requester", "operator-a");
    input.put("graceHours", 0).put("backup", "last night's snapshots");
    settings.forEach((key, value) -> input.set(key, Json.MAPPER.valueToTree(value)));
    return new TestRun(client, client.start(Runbooks.find("teardown").orElseThrow(), input))
        .patient();
  }

  /** What the worker has asked the simulated AWS to change, in order. */
  public List<SimulatedAws.Request> changes() {
    return aws.log(0, "worker", true);
  }

  /** Kills the worker process as {@code kill -9} does. */
  public void killWorker() {
    world.killWorker();
  }

  /** With all rights in the cluster; to be closed. */
  public AdminOfCluster admin() {
    return new AdminOfCluster(world.address().controlPlanes().get(CLUSTER));
  }

  public SimulatedAws aws() {
    return aws;
  }
}
