package org.hubkeeper.benchmarks;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.SimulatedAws;
import org.hubkeeper.rehearsal.world.SimulatedAws.Resource;
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
 * A network that something else has left behind, with 100 and with 1,000 things in it: how long it
 * takes to remove, how many calls a thing costs, and how that compares with the longest chain of
 * calls that have to wait for each other. Prints Markdown.
 */
public final class Teardowns {

  private static final String CLUSTER = "ds-osu-test";

  /**
   * Load balancer, its interfaces' three minutes, group, subnet, gateway, network, each looked at
   * before: nothing could be faster at the simulator's mean latency and pace.
   */
  private static final double CRITICAL_SECONDS = 180 / 60.0 + 12 * 0.125;

  private Teardowns() {}

  /** Arguments: how many things; 100 and 1000 when absent. */
  public static void main(String[] args) {
    List<Integer> sizes =
        args.length == 0
            ? List.of(100, 1000)
            : List.of(args).stream().map(Integer::valueOf).toList();
    System.out.println(
        "| things in the network | wall time | calls a thing (aim 3) | of the critical path (aim 1.5) |");
    System.out.println("|---|---|---|---|");
    try (Narrator narrator = new Narrator(System.err)) {
      Cache cache = Cache.of(System.getenv());
      Tools tools = Tools.provide(true, cache, narrator);
      for (int size : sizes) {
        try (Worlds.Held held = new Worlds(cache).fresh();
            World world = World.start(plan(), tools, held.directory(), narrator)) {
          System.out.println(measure(world, size));
        }
      }
    }
    System.exit(0);
  }

  private static WorldPlan plan() {
    return WorldPlan.of(
        WorldSpec.of("teardown").orElseThrow(),
        "",
        Sources.of("examples").text("ds-osu/fleet.yaml"),
        Sources.of("examples").below("ds-osu"),
        CLUSTER);
  }

  private static String measure(World world, int size) {
    SimulatedAws aws = new SimulatedAws(world.address().aws());
    String vpc =
        plan()
            .scenario("network-leftovers", CLUSTER, Map.of("runbook", "teardown", "count", size))
            .addTo(aws, world.address().controlPlanes())
            .path("vpc")
            .asText();
    long things = inside(aws, vpc);
    aws.clearLog();
    long start = System.nanoTime();
    Report report = answer(start(client(world), vpc));
    double seconds = (System.nanoTime() - start) / 1e9;
    if (report.status() != Report.Status.COMPLETED || inside(aws, vpc) > 0) {
      throw new IllegalStateException(report.status() + ": " + report.error());
    }
    double calls = aws.log(0, "worker", false).size() / (double) things;
    return String.format(
        Locale.ROOT,
        "| %d | %.1f s | %.2f | %.2f |",
        things,
        seconds,
        calls,
        seconds / CRITICAL_SECONDS);
  }

  private static long inside(SimulatedAws aws, String vpc) {
    return aws.resources().stream().map(Resource::vpc).filter(vpc::equals).count();
  }

  private static WorkflowStub start(WorkflowClient client, String vpc) {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "Teardown",
            WorkflowOptions.newBuilder()
                .setTaskQueue("hubkeeper")
                .setWorkflowId("benchmark-" + System.nanoTime())
                .build());
    run.start(
        Map.of(
            "cluster",
            CLUSTER,
            "scope",
            "network",
            "vpc",
            vpc,
            "confirm",
            vpc,
            "graceHours",
            0,
            "timeFactor",
            60.0));
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
                new Actor("operator-b", "benchmark", "terminal")));
      }
      pause();
    }
  }

  private static WorkflowClient client(World world) {
    return WorkflowClient.newInstance(
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(world.address().temporal())
                .build()));
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
