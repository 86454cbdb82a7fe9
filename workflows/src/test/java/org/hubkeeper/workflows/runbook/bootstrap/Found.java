package org.hubkeeper.workflows.runbook.bootstrap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.Buckets.BucketFact;
import org.hubkeeper.workflows.activity.Charts.ChartFact;
import org.hubkeeper.workflows.activity.Charts.ReleaseFact;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.activity.ControlPlane.ControlPlaneFact;
import org.hubkeeper.workflows.activity.NodeGroups.NodeGroupFact;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.cluster.ClusterFacts;
import org.hubkeeper.workflows.cluster.ClusterFacts.ComponentFact;
import org.hubkeeper.workflows.cluster.ClusterFacts.Inside;
import org.hubkeeper.workflows.cluster.ClusterFacts.Name;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;
import org.hubkeeper.workflows.testing.FakeAccount;
import org.hubkeeper.workflows.testing.FakeCluster;
import org.hubkeeper.workflows.testing.Slices;
import org.hubkeeper.workflows.testing.Wishes;

/** A world as a run may find it: all that is wanted is there, until a test takes something away. */
final class Found {

  static final String CLUSTER = "hubs";

  final Wishes wishes;
  String uid = "";
  StackFact stack = stack("CREATE_COMPLETE", true, "");
  String status = "ACTIVE";
  boolean ours = true;
  String vpc = "vpc-1";
  String noted = FakeCluster.UID;
  final Map<String, String> addons = new LinkedHashMap<>();
  final List<String> admins = new ArrayList<>();
  final Map<String, String> roles = new LinkedHashMap<>();
  final List<NodeGroupFact> groups = new ArrayList<>();
  Inside inside = new Inside(true, "", true, FakeCluster.ADDRESS);
  Name name = new Name(FakeCluster.ADDRESS, true);
  final Map<String, ComponentFact> components = new LinkedHashMap<>();
  final List<Finding> findings = new ArrayList<>();

  Found(Wishes wishes) {
    this.wishes = wishes;
    Blueprint blueprint = wishes.blueprint();
    blueprint.definition().addons().forEach(addon -> addons.put(addon.name(), "v1 ACTIVE"));
    blueprint.definition().admins().forEach(admin -> admins.add(admin.principal()));
    blueprint.definition().identities().forEach(one -> roles.put(one.key(), "arn"));
    blueprint.definition().nodeGroups().forEach(group -> groups.add(FakeAccount.active(group)));
    for (Component component : blueprint.components()) {
      component.identities().forEach(one -> roles.put(one.key(), "arn"));
      release(component.name(), State.SAME, "deployed", "");
    }
  }

  /** Nothing at all. */
  static Found nothing(Wishes wishes) {
    Found found = new Found(wishes);
    found.stack = stack("", true, "");
    found.status = "";
    found.noted = "";
    found.vpc = "";
    found.addons.clear();
    found.admins.clear();
    found.roles.clear();
    found.groups.clear();
    found.inside = new Inside(false, "", false, "");
    found.name = new Name("", true);
    for (Component component : wishes.components) {
      found.component(
          component,
          new ReleaseFact(State.ABSENT, "", 0, "", ""),
          component.secrets().stream().map(one -> one.name()).toList(),
          new BucketFact(false, true, "", false),
          component.tasks().stream().map(one -> one.type()).toList(),
          "");
    }
    return found;
  }

  static StackFact stack(String status, boolean ours, String reason) {
    return new StackFact("eksctl-hubs-cluster", status, ours, reason, true, Map.of("VPC", "vpc-1"));
  }

  void release(String name, State state, String status, String difference) {
    Component component = wishes.blueprint().component(name).orElseThrow();
    component(
        component,
        new ReleaseFact(state, status, 1, "other-0.9", difference),
        List.of(),
        new BucketFact(true, true, "us-west-2", true),
        List.of(),
        "");
  }

  void component(
      Component component,
      ReleaseFact release,
      List<String> secrets,
      BucketFact bucket,
      List<String> tasks,
      String unreadable) {
    Map<String, BucketFact> buckets = new LinkedHashMap<>();
    component.buckets().forEach(one -> buckets.put(one.name(), bucket));
    String chart = component.chart().name();
    components.put(
        component.name(),
        new ComponentFact(
            new ChartFact(chart, "1.0.0", "1", "sha256:" + chart),
            release,
            secrets,
            buckets,
            tasks,
            unreadable));
  }

  BootstrapPlan plan(String... only) {
    Blueprint blueprint = wishes.blueprint();
    ClusterFacts facts =
        new ClusterFacts(
            stack,
            new ControlPlaneFact(
                status, ours, "1.34", "", vpc, noted, false, addons, admins, roles),
            groups,
            inside,
            name,
            components,
            findings);
    ClusterRef ref = Slices.ref(CLUSTER, "test").withUid(uid);
    return BootstrapPlanner.plan(
        Slices.slice(ref, List.of(), List.of()),
        blueprint,
        Scope.of(blueprint, String.join(",", only)),
        facts,
        Instant.parse("2026-11-21T10:00:00Z"));
  }
}
