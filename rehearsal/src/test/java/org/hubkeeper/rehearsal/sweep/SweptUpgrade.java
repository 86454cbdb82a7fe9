package org.hubkeeper.rehearsal.sweep;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.hubkeeper.activities.FailureTranslators;
import org.hubkeeper.activities.Network;
import org.hubkeeper.activities.Run;
import org.hubkeeper.activities.aws.AwsAccess;
import org.hubkeeper.activities.aws.AwsClients;
import org.hubkeeper.activities.aws.AwsFailures;
import org.hubkeeper.activities.aws.AwsLimits;
import org.hubkeeper.activities.aws.pools.EksNodePools;
import org.hubkeeper.activities.aws.upgrade.EksUpgrades;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.RehearsedAccount;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.worker.Registration;
import org.hubkeeper.workflows.activity.NodePools;
import org.hubkeeper.workflows.activity.Nodes;
import org.hubkeeper.workflows.activity.Upgrades;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;
import software.amazon.awssdk.services.eks.model.Update;

/**
 * The activities of an upgrade with the worker's interceptors, clients and shipped permissions, in
 * this process: each time with empty memory, on a cluster with one node group. Who is on its nodes
 * is nobody: the simulated AWS has no API server here.
 */
final class SweptUpgrade implements AutoCloseable {

  static final KubeVersion FROM = KubeVersion.parse("1.34");
  static final KubeVersion TO = KubeVersion.parse("1.35");

  private static final int ATTEMPTS = 20;

  private final RehearsalWorld world;
  private final ClusterRef cluster;
  private final EksClient colleague;
  private AwsClients clients;
  private TestActivityEnvironment environment;

  SweptUpgrade(RehearsalWorld world) {
    this.world = world;
    var about = world.plan().clusters().get(0);
    this.cluster =
        new ClusterRef(
            about.name(), "test", "aws", about.account(), about.region(), about.pool(), "");
    System.setProperty("aws.endpointUrl", world.address().aws().toString());
    System.setProperty("aws.accessKeyId", world.account().workerKey().get(0));
    System.setProperty("aws.secretAccessKey", world.account().workerKey().get(1));
    this.colleague =
        EksClient.builder()
            .endpointOverride(world.address().aws())
            .region(Region.of(about.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("COLLEAGUE", "none")))
            .build();
  }

  /** A cluster at {@link #FROM} whose updates end with the next request. */
  void seed() {
    world.aws().reset();
    world.account().registerWorker(policy(), RehearsedAccount.ARN);
    Map<String, Double> delays = new HashMap<>();
    for (String kind :
        List.of("cluster-update", "addon", "nodegroup", "nodegroup-update", "nodegroup-delete")) {
      delays.put(kind, 0.0);
    }
    delays.put("insights", 0.0);
    world
        .aws()
        .scenario(
            "clean",
            cluster.name(),
            List.of(
                Map.of(
                    "name", cluster.name(),
                    "account", cluster.account(),
                    "region", cluster.region())),
            Map.of(
                "runbook",
                "upgrade",
                "version",
                FROM.toString(),
                "groups",
                List.of(
                    Map.of(
                        "name",
                        "core",
                        "scalingConfig",
                        Map.of("minSize", 1, "maxSize", 3, "desiredSize", 1)))));
    world.aws().delays(delays);
    forget();
  }

  /** What a new worker process knows: nothing. */
  void forget() {
    closeWorker();
    clients =
        new AwsClients(
            ref -> new AwsAccess("", ""),
            Network.of(Map.of(), Optional.empty()),
            new AwsLimits(new AwsLimits.Rates(10_000, 10_000, 10_000, 10_000)),
            Run::id);
    environment =
        TestActivityEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkerFactoryOptions(
                    Registration.factoryOptions(new FailureTranslators(List.of(new AwsFailures()))))
                .build());
    environment.registerActivitiesImplementations(
        new EksUpgrades(clients), new EksNodePools(clients, nobody()));
  }

  Upgrades upgrades() {
    return environment.newActivityStub(Upgrades.class);
  }

  NodePools pools() {
    return environment.newActivityStub(NodePools.class);
  }

  ClusterRef cluster() {
    return cluster;
  }

  /** Calls until it returns, as Temporal and, in the end, a person would. */
  <T> T untilItReturns(Supplier<T> call) {
    List<String> failures = new ArrayList<>();
    while (failures.size() < ATTEMPTS) {
      try {
        return call.get();
      } catch (ActivityFailure e) {
        ApplicationFailure failure = (ApplicationFailure) e.getCause();
        if (failure.getType().equals(FailureKind.UNEXPECTED.name())) {
          throw new AssertionError("an injected fault looks like a defect: " + failure);
        }
        failures.add(failure.getType() + " " + failure.getOriginalMessage());
      }
    }
    throw new AssertionError("never returned: " + failures);
  }

  /** The state in words that are the same in each world, and how many updates led to it. */
  Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    var found = colleague.describeCluster(r -> r.name(cluster.name())).cluster();
    state.put("cluster", found.version() + " " + found.statusAsString());
    state.put("updates of the cluster", updates(null, null));
    for (String name : colleague.listAddonsPaginator(r -> r.clusterName(cluster.name())).addons()) {
      var addon = colleague.describeAddon(r -> r.clusterName(cluster.name()).addonName(name));
      state.put(
          "add-on " + name,
          "%s %s %s"
              .formatted(
                  addon.addon().addonVersion(),
                  addon.addon().statusAsString(),
                  updates(null, name)));
    }
    for (String name :
        colleague.listNodegroupsPaginator(r -> r.clusterName(cluster.name())).nodegroups()) {
      group(name).ifPresent(text -> state.put("group " + name, text + " " + updates(name, null)));
    }
    return state;
  }

  private Optional<String> group(String name) {
    try {
      Nodegroup group =
          colleague
              .describeNodegroup(r -> r.clusterName(cluster.name()).nodegroupName(name))
              .nodegroup();
      return Optional.of(
          "%s %s %s %s"
              .formatted(
                  group.version(),
                  group.statusAsString(),
                  group.scalingConfig(),
                  new TreeSet<>(group.tags().keySet())));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private String updates(String group, String addon) {
    return colleague
        .listUpdatesPaginator(r -> r.name(cluster.name()).nodegroupName(group).addonName(addon))
        .updateIds()
        .stream()
        .map(
            id ->
                colleague
                    .describeUpdate(
                        r ->
                            r.name(cluster.name())
                                .nodegroupName(group)
                                .addonName(addon)
                                .updateId(id))
                    .update())
        .map(Update::typeAsString)
        .sorted()
        .toList()
        .toString();
  }

  private static com.fasterxml.jackson.databind.JsonNode policy() {
    try {
      return Json.MAPPER.readTree(Sources.of("deploy").text("iam/upgrade.json"));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("the shipped IAM policy is no JSON", e);
    }
  }

  private static Nodes nobody() {
    return (Nodes)
        Proxy.newProxyInstance(
            Nodes.class.getClassLoader(),
            new Class<?>[] {Nodes.class},
            (proxy, method, arguments) -> List.of());
  }

  private void closeWorker() {
    if (environment != null) {
      environment.close();
      clients.close();
    }
  }

  @Override
  public void close() {
    closeWorker();
    colleague.close();
  }
}
