package org.hubkeeper.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.history.v1.HistoryEvent;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.rehearsal.world.World;
import org.hubkeeper.rehearsal.world.WorldPlan;
import org.hubkeeper.rehearsal.world.WorldSpec;
import org.hubkeeper.rehearsal.world.Worlds;
import org.hubkeeper.workflows.kernel.Actor;
import org.hubkeeper.workflows.kernel.Decision;
import org.hubkeeper.workflows.kernel.DecisionResult;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.kernel.Question;
import org.hubkeeper.workflows.kernel.Report;
import org.hubkeeper.workflows.kernel.Step;

/**
 * The eight charts of ds-osu-prod into one API server: by a plain loop of {@code helm upgrade
 * --install --wait}, and by the runbook. Both begin without any of the releases, with everything
 * else there. What the runbook does besides, proofs, tasks and names, is told apart.
 */
public final class Charts {

  private static final String CLUSTER = "ds-osu-prod";
  private static final String COMPONENT = "0[1-8]-.*";
  private static final List<String> BESIDES =
      List.of("Proofs.", "Tasks.", "Dns.", "Workloads.AwaitLoadBalancer");

  private final World world;
  private final WorkflowClient client;
  private final Path helm;
  private final String kubeconfig;

  private Charts(World world) {
    this.world = world;
    this.helm = world.address().file("bin/helm");
    this.kubeconfig = world.address().controlPlanes().get(CLUSTER).kubeconfig();
    this.client =
        WorkflowClient.newInstance(
            WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(world.address().temporal())
                    .build()));
  }

  /** A release as Helm has it, with what installs it once more. */
  private record Release(
      String name, String namespace, String chart, String version, Path values) {}

  /** Argument: how often each way is measured, 3 when absent. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length == 0 ? 3 : Integer.parseInt(args[0]);
    try (Narrator narrator = new Narrator(System.err)) {
      Cache cache = Cache.of(System.getenv());
      Tools tools = Tools.provide(true, cache, narrator);
      Sources files = Sources.of("examples").below("ds-osu");
      // Freeze windows come and go; a benchmark may be run at any time.
      String fleet =
          files.text("fleet.yaml").replaceAll("(?m)^    freeze:.*\\R(?:      .*\\R)*", "");
      WorldPlan plan =
          WorldPlan.of(WorldSpec.of("bootstrap").orElseThrow(), "default", fleet, files, CLUSTER);
      try (Worlds.Held held = new Worlds(cache).fresh();
          World world = World.start(plan, tools, held.directory(), narrator)) {
        new Charts(world).measure(rounds);
      }
    }
    System.exit(0);
  }

  private void measure(int rounds) throws Exception {
    run("");
    List<Release> releases = releases();
    System.err.println(releases.size() + " releases");
    for (int i = 0; i < rounds; i++) {
      uninstall(releases);
      double bare = loop(releases);
      uninstall(releases);
      WorkflowStub run = run(String.join(",", components()));
      double steps = steps(run);
      double besides = besides(run);
      System.out.printf(
          Locale.ROOT,
          "| %d charts: runbook against a shell loop of helm | %.1f s against %.1f s, and %.1f s of"
              + " proofs, tasks and names | %.2f (aim 1.10) |%n",
          releases.size(),
          steps - besides,
          bare,
          besides,
          (steps - besides) / bare);
    }
  }

  private double loop(List<Release> releases) throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (Release one : releases) {
      helm(
          List.of(
              "upgrade",
              one.name(),
              "oci://" + world.address().registry() + "/charts/" + one.chart(),
              "--install",
              "--version",
              one.version(),
              "--namespace",
              one.namespace(),
              "--values",
              one.values().toString(),
              "--wait",
              "--timeout",
              "10m0s",
              "--plain-http"));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void uninstall(List<Release> releases) throws IOException, InterruptedException {
    for (Release one : releases) {
      helm(List.of("uninstall", one.name(), "--namespace", one.namespace(), "--wait"));
    }
  }

  /** In the order in which they were installed. */
  private List<Release> releases() throws IOException, InterruptedException {
    List<Release> found = new ArrayList<>();
    for (JsonNode one :
        Json.MAPPER.readTree(helm(List.of("list", "--all-namespaces", "-d", "-o", "json")))) {
      String chart = one.path("chart").asText();
      String name = one.path("name").asText();
      String namespace = one.path("namespace").asText();
      Path values = Files.createTempFile("values-" + name, ".json");
      Files.writeString(
          values,
          helm(List.of("get", "values", name, "--namespace", namespace, "--output", "json")));
      int dash = chart.lastIndexOf('-');
      found.add(
          new Release(
              name, namespace, chart.substring(0, dash), chart.substring(dash + 1), values));
    }
    return found;
  }

  private String helm(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(helm.toString()));
    command.addAll(words);
    command.addAll(List.of("--kubeconfig", kubeconfig));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + said);
    }
    return said;
  }

  private List<String> components() throws IOException {
    JsonNode fleet = Json.MAPPER.readTree(world.address().fleet().toFile());
    return fleet
        .path("clusters")
        .valueStream()
        .filter(one -> one.path("name").asText().equals(CLUSTER))
        .flatMap(one -> one.path("components").valueStream())
        .map(one -> one.path("name").asText())
        .toList();
  }

  private WorkflowStub run(String only) throws InterruptedException {
    WorkflowStub run =
        client.newUntypedWorkflowStub(
            "Bootstrap",
            WorkflowOptions.newBuilder()
                .setTaskQueue("hubkeeper")
                .setWorkflowId("benchmark-" + System.nanoTime())
                .build());
    Map<String, Object> input = new HashMap<>(Map.of("cluster", CLUSTER, "timeFactor", 60.0));
    if (!only.isEmpty()) {
      input.put("only", only);
    }
    run.start(input);
    Report report = run.query("progress", Report.class);
    while (report.status().open()) {
      for (Question question : report.questions()) {
        run.update(
            "decide",
            DecisionResult.class,
            Decision.on(
                question,
                question.allowed().get(0),
                new Actor("operator-b", "benchmark", "terminal")));
      }
      Thread.sleep(Duration.ofMillis(200).toMillis());
      report = run.query("progress", Report.class);
    }
    if (report.status() != Report.Status.COMPLETED) {
      throw new IllegalStateException(report.status() + ": " + report.error());
    }
    return run;
  }

  private static double steps(WorkflowStub run) {
    return run.getResult(Report.class).steps().stream()
        .filter(step -> step.name().matches(COMPONENT))
        .mapToDouble(Charts::seconds)
        .sum();
  }

  private static double seconds(Step step) {
    return Duration.between(step.startedAt(), step.finishedAt()).toMillis() / 1e3;
  }

  /** Activities run one after another in these steps, so their times can be added. */
  private double besides(WorkflowStub run) {
    WorkflowExecution execution = run.getExecution();
    List<HistoryEvent> events =
        client.fetchHistory(execution.getWorkflowId(), execution.getRunId()).getEvents();
    Map<Long, HistoryEvent> begun = new HashMap<>();
    double sum = 0;
    for (HistoryEvent event : events) {
      if (event.hasActivityTaskScheduledEventAttributes()) {
        String type = event.getActivityTaskScheduledEventAttributes().getActivityType().getName();
        if (BESIDES.stream().anyMatch(type::startsWith)) {
          begun.put(event.getEventId(), event);
        }
      } else if (event.hasActivityTaskCompletedEventAttributes()) {
        HistoryEvent start =
            begun.get(event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
        sum += start == null ? 0 : millis(event) - millis(start);
      }
    }
    return sum / 1e3;
  }

  private static double millis(HistoryEvent event) {
    return event.getEventTime().getSeconds() * 1e3 + event.getEventTime().getNanos() / 1e6;
  }
}
