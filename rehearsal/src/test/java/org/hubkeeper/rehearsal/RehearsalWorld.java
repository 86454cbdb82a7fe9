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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.hubkeeper.rehearsal.process.Supervised;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.SceneChange;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.rehearsal.world.TemporalServer;
import org.hubkeeper.rehearsal.world.World;
import org.hubkeeper.rehearsal.world.WorldAddress;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.rehearsal.world.WorldSpec;
import org.hubkeeper.rehearsal.world.Worlds;
import org.hubkeeper.starter.connect.TemporalConnection;
import org.hubkeeper.starter.runs.RunClient;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.runbook.Runbooks;

/** The one simulated world of all end-to-end tests; each test sets up a scene of its own in it. */
public final class RehearsalWorld {

  /** The cluster that most scenes are about. */
  public static final String TEST = "ds-osu-test";

  /** The cluster with the strict approval policy. */
  public static final String PROD = "ds-osu-prod";

  /** Seven days pass in a third of a second. */
  private static final double FACTOR = 2_000_000;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static RehearsalWorld shared;

  private final Tools tools;
  private final WorldPlan plan;
  private final World world;
  private final SimulatedAws aws;
  private final RunClient client;
  private final Webhook webhook;

  private RehearsalWorld(Tools tools, WorldPlan plan, World world, Webhook webhook) {
    this.tools = tools;
    this.plan = plan;
    this.world = world;
    this.webhook = webhook;
    this.aws = new SimulatedAws(world.address().aws());
    this.client =
        new RunClient(TemporalConnection.to(world.address().temporal(), TemporalServer.NAMESPACE));
  }

  /** Starts it when the first test asks; it ends with this process. */
  public static synchronized RehearsalWorld shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  private static RehearsalWorld start() {
    Cache cache = Cache.of(System.getenv());
    Narrator narrator = new Narrator(System.out);
    WorldSpec spec = WorldSpec.of("prune-volumes").orElseThrow();
    Tools tools = Tools.provide(true, cache, narrator);
    WorldPlan plan = plan(spec, "", TEST);
    Worlds.Held held = new Worlds(cache).fresh();
    World world = World.start(plan, tools, held.directory(), narrator);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  world.close();
                  held.close();
                }));
    RehearsalWorld started = new RehearsalWorld(tools, plan, world, Webhook.start());
    started.configureWorker();
    return started;
  }

  /** Without freeze windows, so that tests pass in the weeks of the finals, too. */
  static WorldPlan plan(WorldSpec spec, String scenario, String cluster) {
    return plan(spec, scenario, spec.example(), cluster, text -> text);
  }

  /** The same with another example's fleet file, changed. */
  static WorldPlan plan(
      WorldSpec spec,
      String scenario,
      String example,
      String cluster,
      UnaryOperator<String> change) {
    Sources files = Sources.of("examples").below(example);
    String open = files.text("fleet.yaml").replaceAll("(?m)^    freeze:.*\\R(?:      .*\\R)*", "");
    String fleet = change.apply(open);
    WorldPlan slow = WorldPlan.of(spec, scenario, fleet, files, cluster);
    return new WorldPlan(
        spec, scenario, fleet, files, cluster, slow.clusters(), slow.planes(), "0-4");
  }

  /** Adds a webhook, whose address is a secret, and metrics; takes a worker that reads them. */
  private void configureWorker() {
    Path secret = address().file("webhook.url");
    try {
      Files.writeString(secret, webhook.url());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reconfigure(
        config -> {
          config
              .withArray("notify")
              .addObject()
              .put("type", "webhook")
              .put("url", "file:" + secret);
          config.putObject("health").put("port", 0);
          ObjectNode rates = config.putObject("awsRates");
          List.of("changes", "burst", "reads", "readBurst")
              .forEach(rate -> rates.put(rate, 10_000));
        });
  }

  /** Changes the worker's configuration file and takes a worker that has read it. */
  public void reconfigure(Consumer<ObjectNode> change) {
    Path file = address().file("worker.yaml");
    try {
      ObjectNode config = (ObjectNode) Json.MAPPER.readTree(file.toFile());
      change.accept(config);
      Files.writeString(file, Json.MAPPER.writeValueAsString(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    replaceWorker();
  }

  /** Kills the worker process and returns once another one polls. */
  public void replaceWorker() {
    long before = worker();
    world.killWorker();
    awaitOther("worker", before);
    world.awaitWorker();
  }

  /** Kills the worker process as {@code kill -9} does. */
  public void killWorker() {
    world.killWorker();
  }

  /** Kills the Temporal server as {@code kill -9} does. */
  public void killTemporal() {
    world.killTemporal();
  }

  /** The worker's process id. */
  public long worker() {
    return pid("worker").orElseThrow();
  }

  private void awaitOther(String process, long before) {
    Poll.untilTrue(
        "another " + process,
        LIMIT,
        () -> pid(process).filter(pid -> pid != before).flatMap(ProcessHandle::of).isPresent());
  }

  private Optional<Long> pid(String process) {
    return Supervised.pidIn(address().file(process + ".pid"));
  }

  /** Ends what earlier tests left, and sets a scenario up. */
  public Scene scene(String scenario, String cluster) {
    new OpenRuns(client).end();
    WorldPlan changed = plan(plan.spec(), scenario, cluster);
    JsonNode made = SceneChange.make(address(), changed);
    aws.delays(Map.of("snapshot", 0.1));
    aws.clearLog();
    return new Scene(made);
  }

  /** A scenario about the test cluster. */
  public Scene scene(String scenario) {
    return scene(scenario, TEST);
  }

  /** Starts the runbook on a cluster; settings as in its input. */
  public TestRun run(String cluster, Map<String, ?> settings) {
    ObjectNode input = Json.MAPPER.createObjectNode();
    input.put("cluster", cluster).put("timeFactor", FACTOR).put("requester", "operator-a");
    settings.forEach((key, value) -> input.set(key, Json.MAPPER.valueToTree(value)));
    return new TestRun(client, client.start(Runbooks.find("prune-volumes").orElseThrow(), input));
  }

  /** Starts the runbook on the test cluster. */
  public TestRun run() {
    return run(TEST, Map.of());
  }

  /** The raw request log with parameters. */
  public JsonNode log() {
    try {
      URI log = address().aws().resolve("/_hubkeeper/log?caller=worker");
      return Json.MAPPER.readTree(
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(log).build(), BodyHandlers.ofByteArray())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The changes that the worker has asked the simulated AWS for, in order. */
  public List<SimulatedAws.Request> changes() {
    return aws.log(0, "worker", true);
  }

  /** The account that all this happens in. */
  public RehearsedAccount account() {
    return new RehearsedAccount(address(), plan);
  }

  public SimulatedAws aws() {
    return aws;
  }

  public RunClient client() {
    return client;
  }

  public WorldAddress address() {
    return world.address();
  }

  public WorldPlan plan() {
    return plan;
  }

  public Tools tools() {
    return tools;
  }

  public Webhook webhook() {
    return webhook;
  }
}
