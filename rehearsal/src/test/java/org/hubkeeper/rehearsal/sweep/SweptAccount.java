package org.hubkeeper.rehearsal.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hubkeeper.activities.aws.AwsClients;
import org.hubkeeper.activities.aws.cluster.EksControlPlane;
import org.hubkeeper.activities.aws.dns.Route53Dns;
import org.hubkeeper.activities.aws.network.CloudFormationStacks;
import org.hubkeeper.activities.aws.nodes.EksNodeGroups;
import org.hubkeeper.activities.aws.storage.S3Buckets;
import org.hubkeeper.fleet.FleetFile;
import org.hubkeeper.rehearsal.RehearsalWorld;
import org.hubkeeper.rehearsal.RehearsedAccount;
import org.hubkeeper.rehearsal.tools.Sources;
import org.hubkeeper.workflows.activity.ControlPlane;
import org.hubkeeper.workflows.activity.NodeGroups;
import org.hubkeeper.workflows.activity.Stacks;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.cluster.Pools;
import org.hubkeeper.workflows.kernel.Json;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;

/** Activities by which bootstrap makes things of AWS, each time in an empty account. */
final class SweptAccount extends SweptActivities {

  private static final int ATTEMPTS = 150;

  /** AWS's own durations: none, for nobody waits here. */
  private static final List<String> DURATIONS =
      List.of(
          "stack-resource",
          "nat-gateway",
          "cluster-create",
          "cluster-update",
          "addon",
          "nodegroup",
          "nodegroup-update",
          "nodegroup-delete",
          "node-boot",
          "dns-change");

  private final RehearsalWorld world;
  private final Blueprint blueprint;

  SweptAccount(RehearsalWorld world) {
    super(world.account(), first(world), ATTEMPTS);
    this.world = world;
    this.blueprint =
        FleetFile.read(world.address().fleet()).blueprint(cluster().name()).orElseThrow();
  }

  @Override
  void seed() {
    var aws = aws();
    aws.reset();
    account().registerWorker(policy(), RehearsedAccount.ARN);
    Map<String, String> about =
        Map.of(
            "name", cluster().name(), "account", cluster().account(), "region", cluster().region());
    aws.scenario("default", cluster().name(), List.of(about), Map.of("runbook", "bootstrap"));
    Map<String, Double> none = new TreeMap<>();
    DURATIONS.forEach(name -> none.put(name, 0.0));
    aws.delays(none);
    forget();
  }

  private static JsonNode policy() {
    try {
      return (ObjectNode) Json.MAPPER.readTree(Sources.of("deploy").text("iam/bootstrap.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  List<Object> implementations(AwsClients clients) {
    return List.of(
        new CloudFormationStacks(clients),
        new EksControlPlane(clients),
        new EksNodeGroups(clients),
        new S3Buckets(clients),
        new Route53Dns(clients, List.of()));
  }

  Blueprint blueprint() {
    return blueprint;
  }

  ClusterDefinition definition() {
    return blueprint.definition();
  }

  /** A pool that users' pods go to, as it is made. */
  NodeGroup pool() {
    return Pools.asCreated(
        definition().nodeGroups().stream().filter(one -> one.min() == 0).findFirst().orElseThrow());
  }

  /** Returns once there is the network. */
  StackFact network() {
    return untilItReturns(() -> on(Stacks.class).ensure(cluster(), definition()));
  }

  /** Returns once there is the control plane. */
  StackFact controlPlane() {
    StackFact stack = network();
    untilItReturns(() -> on(ControlPlane.class).ensure(cluster(), definition(), stack));
    return stack;
  }

  /** Returns once there is a pool. */
  void nodeGroup() {
    StackFact stack = controlPlane();
    untilItReturns(() -> on(NodeGroups.class).ensure(cluster(), pool(), stack));
  }

  @Override
  Map<String, String> state() {
    try (AccountState state = new AccountState(world.address().aws(), cluster().region())) {
      return state.read();
    }
  }

  @Override
  Map<String, String> repeated() {
    return Effects.madeAnew(world.log());
  }
}
