package org.hubkeeper.rehearsal.world;

import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.aws.AwsAccess;
import org.hubkeeper.activities.aws.AwsClients;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.AwsLimits;
import org.hubkeeper.activities.aws.teardown.AwsInventory;
import org.hubkeeper.activities.aws.teardown.AwsRemoval;
import org.hubkeeper.rehearsal.Narrator;
import org.hubkeeper.rehearsal.Poll;
import org.hubkeeper.rehearsal.tools.Cache;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.rehearsal.tools.Tools;
import org.hubkeeper.workflows.activity.Inventory;
import org.hubkeeper.workflows.activity.Inventory.Page;
import org.hubkeeper.workflows.activity.Inventory.Search;
import org.hubkeeper.workflows.activity.Inventory.Survey;
import org.hubkeeper.workflows.activity.Removal;
import org.hubkeeper.workflows.kernel.Blocker;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.model.Asset;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Site;

/**
 * A simulated account and nothing else, with the activities that take stock of it and clear it, the
 * worker's clients, and exactly the rights that we ship.
 */
final class TeardownAccount implements AutoCloseable {

  static final ClusterRef CLUSTER =
      new ClusterRef("old-cluster", "test", "aws", "123456789012", "us-west-2", "aws", "uid");

  private static final String KEY = "AKIATEARDOWNEXAMPLE1";

  private final FailureTranslators translators = new FailureTranslators(List.of(new AwsFailures()));
  private final SimulatorProcess process;
  private final SimulatedAws aws;
  private final Map<String, String> before = new LinkedHashMap<>();
  private AwsClients clients;

  private TeardownAccount(SimulatorProcess process) {
    this.process = process;
    this.aws = new SimulatedAws(process.aws());
    property("aws.endpointUrl", process.aws().toString());
    property("aws.accessKeyId", KEY);
    property("aws.secretAccessKey", "no-secret");
  }

  static TeardownAccount start() throws IOException {
    Path directory = Files.createTempDirectory("teardown-account");
    Tools tools = Tools.provide(false, Cache.of(System.getenv()), new Narrator(System.out));
    return new TeardownAccount(SimulatorProcess.start(tools, directory, "0"));
  }

  SimulatedAws aws() {
    return aws;
  }

  /** Sets a scenario up in an account that holds nothing else. */
  void scenario(String name, Map<String, ?> options) {
    aws.reset();
    aws.faults(List.of());
    Map<String, Object> all = new LinkedHashMap<>(options);
    all.put("runbook", "teardown");
    aws.scenario(name, CLUSTER.name(), List.of(cluster(CLUSTER.name()), cluster("neighbour")), all);
    aws.callers(
        List.of(
            Map.of(
                "accessKeyId", KEY,
                "secretAccessKey", "no-secret",
                "name", "worker",
                "arn", "arn:aws:sts::123456789012:assumed-role/hubkeeper-worker/rehearsal",
                "policy", policy())));
    forget();
    aws.clearLog();
  }

  private static Map<String, String> cluster(String name) {
    return Map.of("name", name, "account", CLUSTER.account(), "region", CLUSTER.region());
  }

  private static Object policy() {
    try {
      return Json.MAPPER.readTree(Sources.of("deploy").text("iam/teardown.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a new worker process knows: nothing. */
  void forget() {
    if (clients != null) {
      clients.close();
    }
    clients =
        new AwsClients(
            cluster -> AwsAccess.OWN,
            Network.of(Map.of(), Optional.empty()),
            new AwsLimits(new AwsLimits.Rates(10_000, 10_000, 10_000, 10_000)),
            () -> "teardown/old-cluster/1");
  }

  Survey survey(Search search) {
    return patiently(() -> inventory().survey(CLUSTER, search));
  }

  List<Asset> assets(Site site) {
    Map<String, Asset> found = new LinkedHashMap<>();
    String next = "";
    do {
      String from = next;
      Page page = patiently(() -> inventory().list(CLUSTER, site, from));
      page.assets().forEach(asset -> found.put(asset.kind() + " " + asset.id(), asset));
      next = page.next();
    } while (!next.isEmpty());
    return List.copyOf(found.values());
  }

  /**
   * Asks all of them to go, kind by kind in this order, again and again, until they have; answers
   * whom it waited for on the way.
   */
  List<Blocker> remove(Site site, List<String> order, List<Asset> assets) {
    List<Asset> left = new ArrayList<>(assets);
    List<Blocker> blockers = new ArrayList<>();
    Poll.untilTrue(
        "the end of " + assets.size() + " things",
        java.time.Duration.ofSeconds(120),
        () -> {
          for (String kind : order) {
            ask(site, kind, left, blockers);
          }
          return left.isEmpty();
        });
    return blockers;
  }

  /** Changes that the account has carried out. */
  long changes() {
    return aws.log(0, "worker", true).stream()
        .filter(request -> Integer.valueOf(200).equals(request.status()))
        .count();
  }

  private void ask(Site site, String kind, List<Asset> left, List<Blocker> blockers) {
    List<String> ids = left.stream().filter(one -> one.kind().equals(kind)).map(Asset::id).toList();
    for (int from = 0; from < ids.size(); from += Removal.BATCH) {
      List<String> some = ids.subList(from, Math.min(from + Removal.BATCH, ids.size()));
      try {
        var ended =
            patiently(
                () -> new AwsRemoval(clients).ensureAbsent(CLUSTER, site, kind, some, List.of()));
        ended.forEach(outcome -> left.removeIf(one -> one.id().equals(outcome.id())));
      } catch (ApplicationFailure e) {
        blockers.add(Failures.blocker(e).orElseThrow(() -> e));
      }
    }
  }

  private Inventory inventory() {
    return new AwsInventory(clients);
  }

  /** As Temporal would: what waiting cures is tried again, by a worker with empty memory. */
  private <T> T patiently(java.util.function.Supplier<T> call) {
    for (int attempt = 0; ; attempt++) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        RuntimeException told = translators.translate(e).orElse(e);
        boolean again =
            told instanceof ApplicationFailure failure
                && !failure.isNonRetryable()
                && !failure.getType().equals(FailureKind.NOT_READY.name());
        if (!again || attempt > 20) {
          throw told;
        }
        forget();
      }
    }
  }

  private void property(String name, String value) {
    before.put(name, System.setProperty(name, value));
  }

  @Override
  public void close() {
    if (clients != null) {
      clients.close();
    }
    process.process().close();
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
