package org.hubkeeper.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowTargetOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.hubkeeper.starter.runs.RunRef;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.runbook.Runbooks;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The one simulated world of all end-to-end tests; each test sets up a scene of its own in it. */
public final class RehearsalWorld {

  /** The cluster that most scenes are about. */
  public static final String TEST = "ds-osu-test";

  /** The cluster with the strict approval policy. */
  public static final String PROD = "ds-osu-prod";

  /** What the worker's key stands for. */
  public static final String ARN =
      "arn:aws:sts::123456789012:assumed-role/hubkeeper-worker/rehearsal";

  private static final String ROLE = "arn:aws:iam::123456789012:role/hubkeeper-worker";

  /** Seven days pass in a third of a second. */
  private static final double FACTOR = 2_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
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
  private static WorldPlan plan(WorldSpec spec, String scenario, String cluster) {
    String fleet =
        Sources.of("examples")
            .text(spec.example() + "/fleet.yaml")
            .replaceAll("(?m)^    freeze:.*\\R(?:      .*\\R)*", "");
    WorldPlan slow = WorldPlan.of(spec, scenario, fleet, cluster);
    return new WorldPlan(spec, scenario, fleet, cluster, slow.clusters(), slow.planes(), "0-4");
  }

  /** Adds a webhook, whose address is a secret, and metrics; takes a worker that reads them. */
  private void configureWorker() {
    Path file = address().file("worker.yaml");
    Path secret = address().file("webhook.url");
    try {
      Files.writeString(secret, webhook.url());
      ObjectNode config = (ObjectNode) Json.MAPPER.readTree(file.toFile());
      config.withArray("notify").addObject().put("type", "webhook").put("url", "file:" + secret);
      config.putObject("health").put("port", 0);
      ObjectNode rates = config.putObject("awsRates");
      List.of("changes", "burst", "reads", "readBurst").forEach(rate -> rates.put(rate, 10_000));
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
    endRuns();
    WorldPlan changed = plan(plan.spec(), scenario, cluster);
    JsonNode made = SceneChange.make(address(), changed);
    aws.delays(Map.of("snapshot", 0.1));
    aws.clearLog();
    return new Scene(made);
  }

  /** Only the volumes of a scenario, in a simulated AWS that forgets everything else. */
  public JsonNode reseed(String scenario, Map<String, ?> options) {
    aws.reset();
    registerWorker(shippedPolicy(), ARN);
    Map<String, Object> worker =
        Map.of("arn", ROLE, "username", "worker", "groups", List.of("hubkeeper:prune-volumes"));
    aws.accessEntries(Map.of(TEST, List.of(worker)));
    var plane = address().controlPlanes().get(TEST);
    var about = plan.clusters().get(0);
    Map<String, String> cluster =
        Map.of(
            "name",
            TEST,
            "account",
            about.account(),
            "region",
            about.region(),
            "endpoint",
            plane.endpoint(),
            "caData",
            plane.caData(),
            "uid",
            plane.uid());
    JsonNode made = aws.scenario(scenario, TEST, List.of(cluster), options);
    aws.delays(Map.of("snapshot", 0.0));
    return made;
  }

  /** The policy that we ship. */
  public ObjectNode shippedPolicy() {
    try {
      String text = Sources.of("deploy").text("iam/" + plan.spec().runbook() + ".json");
      return (ObjectNode) Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets the worker's key act under another name, or with other permissions. */
  public void registerWorker(JsonNode policy, String arn) {
    aws.callers(
        List.of(
            Map.of(
                "accessKeyId",
                workerKey().get(0),
                "secretAccessKey",
                workerKey().get(1),
                "name",
                "worker",
                "arn",
                arn,
                "policy",
                policy)));
  }

  /** Id and secret of the worker's key. */
  public List<String> workerKey() {
    try {
      return Files.readAllLines(address().file("worker.key"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** By an abort, which gives locks back at once; what does not listen is terminated. */
  private void endRuns() {
    open().stream()
        .filter(run -> run.workflowId().startsWith("prune-volumes"))
        .forEach(this::abort);
    Instant patience = Instant.now().plus(PATIENCE);
    Poll.untilTrue(
        "no open run",
        LIMIT,
        () -> {
          List<RunRef> left = open();
          if (Instant.now().isAfter(patience)) {
            left.forEach(this::terminate);
          }
          return left.isEmpty();
        });
  }

  private List<RunRef> open() {
    try (var found = client.connection().client().listExecutions("ExecutionStatus = 'Running'")) {
      return found
          .map(m -> m.getExecution())
          .map(e -> new RunRef(e.getWorkflowId(), e.getRunId()))
          .toList();
    }
  }

  private void abort(RunRef run) {
    try {
      client.abort(run, new Actor("tests", "", ""));
    } catch (WorkflowNotFoundException e) {
      // It has ended since.
    }
  }

  private void terminate(RunRef run) {
    try {
      client
          .connection()
          .client()
          .newUntypedWorkflowStub(
              WorkflowTargetOptions.newBuilder()
                  .setWorkflowId(run.workflowId())
                  .setRunId(run.runId())
                  .build())
          .terminate("left by an earlier test");
    } catch (WorkflowNotFoundException e) {
      // It has ended since.
    }
  }

  /** Somebody else in the same account, who may do everything. */
  public Ec2Client colleague() {
    return colleagueBuilder().build();
  }

  /** The same, who may still take other credentials. */
  public Ec2ClientBuilder colleagueBuilder() {
    return Ec2Client.builder()
        .endpointOverride(address().aws())
        .region(Region.of(plan.clusters().get(0).region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("COLLEAGUE", "none")));
  }

  /** A tag. */
  public static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** Asks, as a colleague would, to keep a volume. */
  public void keep(String volume) {
    try (Ec2Client ec2 = colleague()) {
      Tag keep = tag("hubkeeper/keep-until", "2099-01-01");
      ec2.createTags(request -> request.resources(volume).tags(keep));
    }
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
