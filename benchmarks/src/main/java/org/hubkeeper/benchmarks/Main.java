package org.hubkeeper.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.rehearsal.world.World;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.rehearsal.world.WorldSpec;
import org.hubkeeper.rehearsal.world.Worlds;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.DecisionResult;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;

/**
 * Whole-procedure comparisons, measured in one run on one machine; only the ratios travel. Prints
 * Markdown.
 */
public final class Main {

  private static final String CLUSTER = "ds-osu-test";
  private static final String REGION = "us-west-2";

  private Main() {}

  /** Arguments: number of volumes, 10000 when absent; 0 measures only what needs no volumes. */
  public static void main(String[] args) throws Exception {
    int volumes = args.length == 0 ? 10_000 : Integer.parseInt(args[0]);
    try (Narrator narrator = new Narrator(System.err)) {
      Cache cache = Cache.of(System.getenv());
      Tools tools = Tools.provide(true, cache, narrator);
      WorldPlan plan =
          WorldPlan.of(
              WorldSpec.of("prune-volumes").orElseThrow(),
              "",
              Sources.of("examples").text("ds-osu/fleet.yaml"),
              Sources.of("examples").below("ds-osu"),
              CLUSTER);
      try (Worlds.Held held = new Worlds(cache).fresh();
          World world = World.start(plan, tools, held.directory(), narrator)) {
        new Main().measure(world, plan, volumes);
      }
    }
    System.exit(0);
  }

  private void measure(World world, WorldPlan plan, int volumes) throws Exception {
    SimulatedAws aws = new SimulatedAws(world.address().aws());
    List<String> rows = new ArrayList<>();
    rows.add(memory(world));
    WorkflowClient client = client(world);
    rows.add(StepCost.row(client));
    rows.add(list(world));
    if (volumes > 0) {
      overVolumes(world, plan, aws, client, volumes, rows);
    }
    System.out.println("| what | measured | ratio or aim |\n|---|---|---|");
    rows.forEach(System.out::println);
  }

  private static void overVolumes(
      World world,
      WorldPlan plan,
      SimulatedAws aws,
      WorkflowClient client,
      int volumes,
      List<String> rows)
      throws Exception {
    seed(plan, world, aws, volumes);
    long bareStart = System.nanoTime();
    int bare = new BareLoop(world.address().aws(), REGION).run();
    double bareSeconds = seconds(bareStart);

    seed(plan, world, aws, volumes);
    double ours = prune(client, volumes);
    rows.add(
        row(
            "%d volumes: runbook against a bare SDK loop of 16 threads".formatted(bare),
            "%.0f s against %.0f s".formatted(ours, bareSeconds),
            "%.2f (aim 1.2)".formatted(ours / bareSeconds)));
    rows.add(kill(world, plan, aws, client));
  }

  private static void seed(WorldPlan plan, World world, SimulatedAws aws, int volumes) {
    plan.scenario("10k", CLUSTER, Map.of("count", volumes))
        .addTo(aws, world.address().controlPlanes());
  }

  /** From start to report, answered at once by a client. */
  private static double prune(WorkflowClient client, int volumes) {
    long start = System.nanoTime();
    WorkflowStub run = start(client, volumes);
    Report report = answer(run);
    if (report.status() != Report.Status.COMPLETED) {
      throw new IllegalStateException(report.status() + ": " + report.error());
    }
    return seconds(start);
  }

  private static WorkflowStub start(WorkflowClient client, int volumes) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "PruneVolumes",
            WorkflowOptions.newBuilder()
                .setTaskQueue("hubkeeper")
                .setWorkflowId("benchmark-" + System.nanoTime())
                .build());
    run.start(
        Map.of(
            "cluster",
            CLUSTER,
            "graceDays",
            0,
            "maxVolumes",
            volumes,
            "maxGiB",
            10_000_000,
            "timeFactor",
            120_000.0));
    return run;
  }

  private static Report answer(WorkflowStub run) {
    while (true) {
      Report report = run.query("progress", Report.class);
      if (!report.status().open()) {
        return run.getResult(Report.class);
      }
      for (Question question : report.questions()) {
        run.update(
            "decide",
            DecisionResult.class,
            Decision.on(
                question,
                question.allowed().get(0),
                new Actor("operator-a", "benchmark", "terminal")));
      }
      pause(50);
    }
  }

  /** From SIGKILL of the worker to the next change of the run's progress. */
  private static String kill(World world, WorldPlan plan, SimulatedAws aws, WorkflowClient client) {
    seed(plan, world, aws, 2000);
    WorkflowStub run = start(client, 2000);
    Thread answering = new Thread(() -> answer(run), "answers");
    answering.setDaemon(true);
    answering.start();
    while (aws.log(0, "worker", true).stream()
        .noneMatch(r -> r.operation().equals("DeleteVolume"))) {
      pause(100);
    }
    long before = aws.log(0, "worker", false).size();
    long start = System.nanoTime();
    world.killWorker();
    while (aws.log(before, "worker", true).stream()
        .noneMatch(r -> r.operation().equals("DeleteVolume") && r.n() > before)) {
      pause(50);
    }
    double took = seconds(start);
    run.getResult(Report.class);
    return row(
        "SIGKILL of the worker to the next deletion, new process included",
        "%.1f s".formatted(took),
        "aim 5 s");
  }

  /** As people start it, with everything that the launcher does. */
  private static String list(World world) throws IOException, InterruptedException {
    Path launcher = Path.of("hubkeeper").toAbsolutePath();
    double[] took = new double[11];
    for (int i = 0; i < took.length; i++) {
      long start = System.nanoTime();
      new ProcessBuilder(launcher.toString(), "list", "--address", world.address().temporal())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      took[i] = seconds(start);
    }
    Arrays.sort(took);
    return row(
        "start of `hubkeeper list`, median of 11", "%.2f s".formatted(took[5]), "aim 0.35 s");
  }

  private static String memory(World world) throws IOException, InterruptedException {
    Thread.sleep(Duration.ofSeconds(10).toMillis());
    JsonNode ready =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(world.address().file("worker-ready.json").toFile());
    Path status = Path.of("/proc", ready.path("pid").asText(), "status");
    String kib =
        Files.exists(status)
            ? Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .map(line -> line.replaceAll("\\D+", ""))
                .findFirst()
                .orElse("0")
            : "0";
    return row("memory of an idle worker", Long.parseLong(kib) / 1024 + " MiB", "");
  }

  private static WorkflowClient client(World world) {
    return WorkflowClient.newInstance(
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(world.address().temporal())
                .build()));
  }

  private static String row(String what, String measured, String aim) {
    return String.format(Locale.ROOT, "| %s | %s | %s |", what, measured, aim);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
