package org.hubkeeper.workflows.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.hubkeeper.workflows.activity.Buckets;
import org.hubkeeper.workflows.activity.ControlPlane;
import org.hubkeeper.workflows.activity.Dns;
import org.hubkeeper.workflows.activity.NodeGroups;
import org.hubkeeper.workflows.activity.Stacks;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Addon;
import org.hubkeeper.workflows.model.ClusterDefinition.Admin;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component.Bucket;

/** A cloud account in memory, as far as the order and the questions of runbooks need it. */
public final class FakeAccount implements Stacks, ControlPlane, NodeGroups, Buckets, Dns {

  private static final String TEMPLATE = "k8s.io/cluster-autoscaler/node-template/";

  public final Journal journal;
  public StackFact stack;
  public ControlPlaneFact controlPlane;
  public final Map<String, NodeGroupFact> groups = new ConcurrentSkipListMap<>();
  public final Map<String, BucketFact> buckets = new ConcurrentHashMap<>();
  public final List<Finding> lacks = new ArrayList<>();
  public RecordFact record;
  public String seenByResolvers;
  public boolean ownAdmin;

  public FakeAccount(Journal journal) {
    this.journal = journal;
    reset();
  }

  /** An account without a cluster. */
  public void reset() {
    stack = new StackFact("eksctl-x-cluster", "", true, "", true, Map.of());
    controlPlane =
        new ControlPlaneFact("", true, "", "", "", "", false, Map.of(), List.of(), Map.of());
    groups.clear();
    buckets.clear();
    lacks.clear();
    record = new RecordFact("hubs.example.edu", "CNAME", "", 0, false);
    seenByResolvers = "";
    ownAdmin = false;
  }

  public void stack(String status, String reason) {
    stack = new StackFact("eksctl-x-cluster", status, true, reason, true, Map.of("VPC", "vpc-1"));
  }

  private final Map<String, String> documents = new ConcurrentHashMap<>();

  public void controlPlane(String status, boolean ours, String uid) {
    controlPlane =
        new ControlPlaneFact(
            status,
            ours,
            "1.34",
            "https://x",
            "vpc-1",
            uid,
            controlPlane.identityProvider(),
            controlPlane.addons(),
            controlPlane.admins(),
            controlPlane.identities());
  }

  @Override
  public StackFact inspect(ClusterRef cluster, ClusterDefinition definition) {
    journal.call("look stack");
    return stack;
  }

  @Override
  public StackFact ensure(ClusterRef cluster, ClusterDefinition definition) {
    journal.call("ensure stack");
    if (stack.dead()) {
      throw Failures.of(FailureKind.REJECTED, stack.reason(), null);
    }
    if (!stack.complete()) {
      journal.write("stack");
      stack("CREATE_COMPLETE", "");
    }
    return stack;
  }

  @Override
  public void ensureDeadStackAbsent(ClusterRef cluster, ClusterDefinition definition) {
    journal.call("remove stack");
    journal.write("remove stack");
    stack("", "");
  }

  @Override
  public ControlPlaneFact inspect(ClusterRef cluster, List<Identity> identities) {
    journal.call("look cluster");
    Map<String, String> same = new ConcurrentHashMap<>(controlPlane.identities());
    // A role with another policy is not the one that is wanted.
    identities.stream()
        .filter(one -> !one.document().equals(documents.getOrDefault(one.key(), one.document())))
        .forEach(one -> same.remove(one.key()));
    with(controlPlane.addons(), controlPlane.admins(), same);
    return controlPlane;
  }

  @Override
  public List<Finding> check(ClusterRef cluster, ClusterDefinition definition) {
    return lacks;
  }

  @Override
  public ControlPlaneFact ensure(ClusterRef cluster, ClusterDefinition definition, StackFact made) {
    journal.call("ensure cluster");
    if (!controlPlane.status().equals("ACTIVE")) {
      journal.write("cluster");
      controlPlane("ACTIVE", true, "");
    }
    return controlPlane;
  }

  @Override
  public void ensureAccess(ClusterRef cluster, List<Admin> admins) {
    journal.call("ensure access");
    with(
        controlPlane.addons(),
        admins.stream().map(Admin::principal).toList(),
        controlPlane.identities());
  }

  @Override
  public void ensureOwnAdmin(ClusterRef cluster, boolean admin) {
    journal.call("ensure own admin " + admin);
    if (ownAdmin != admin) {
      journal.write("own admin " + admin);
    }
    ownAdmin = admin;
  }

  @Override
  public void ensureIdentityProvider(ClusterRef cluster) {
    journal.call("ensure identity provider");
  }

  @Override
  public void ensureAddon(ClusterRef cluster, Addon addon, Map<String, String> roles) {
    journal.call("ensure add-on " + addon.name());
    Map<String, String> addons = new ConcurrentHashMap<>(controlPlane.addons());
    if (addons.put(addon.name(), "v1 ACTIVE") == null) {
      journal.write("add-on " + addon.name());
    }
    with(addons, controlPlane.admins(), controlPlane.identities());
  }

  @Override
  public String ensureIdentity(ClusterRef cluster, Identity identity) {
    journal.call("ensure role " + identity.key() + " " + identity.document());
    documents.put(identity.key(), identity.document());
    Map<String, String> roles = new ConcurrentHashMap<>(controlPlane.identities());
    if (roles.put(identity.key(), "arn:" + identity.key()) == null) {
      journal.write("role " + identity.key());
    }
    with(controlPlane.addons(), controlPlane.admins(), roles);
    return "arn:" + identity.key();
  }

  @Override
  public void ensureUid(ClusterRef cluster, String uid) {
    journal.call("ensure uid");
    if (!controlPlane.uid().equals(uid)) {
      journal.write("uid " + uid);
    }
    controlPlane("ACTIVE", true, uid);
  }

  @Override
  public List<NodeGroupFact> list(ClusterRef cluster) {
    return List.copyOf(groups.values());
  }

  @Override
  public NodeGroupFact ensure(ClusterRef cluster, NodeGroup wanted, StackFact made) {
    journal.call("ensure node group " + wanted.name());
    NodeGroupFact there = groups.get(wanted.name());
    if (there == null || !there.status().equals("ACTIVE")) {
      journal.write("node group " + wanted.name() + " desired " + wanted.desired());
      groups.put(wanted.name(), active(wanted));
    }
    return groups.get(wanted.name());
  }

  /** A group as it is once it is made. */
  public static NodeGroupFact active(NodeGroup wanted) {
    Map<String, String> tags = new ConcurrentHashMap<>();
    wanted.labels().forEach((key, value) -> tags.put(TEMPLATE + "label/" + key, value));
    wanted
        .taints()
        .forEach(t -> tags.put(TEMPLATE + "taint/" + t.key(), t.value() + ":" + t.effect()));
    return new NodeGroupFact(
        wanted.name(),
        "ACTIVE",
        true,
        wanted.instanceTypes(),
        wanted.min(),
        wanted.max(),
        wanted.desired(),
        wanted.labels(),
        List.of(),
        "eks-" + wanted.name(),
        tags);
  }

  public void failed(NodeGroup wanted, String issue) {
    groups.put(
        wanted.name(),
        new NodeGroupFact(
            wanted.name(),
            "CREATE_FAILED",
            true,
            wanted.instanceTypes(),
            wanted.min(),
            wanted.max(),
            1,
            Map.of(),
            List.of(issue),
            "",
            Map.of()));
  }

  @Override
  public void awaitAtMost(ClusterRef cluster, String name, int nodes) {
    journal.call("await at most " + nodes + " nodes of " + name);
  }

  @Override
  public void ensureFailedAbsent(ClusterRef cluster, String name) {
    journal.call("remove node group " + name);
    journal.write("remove node group " + name);
    groups.remove(name);
  }

  @Override
  public BucketFact inspect(ClusterRef cluster, Bucket bucket) {
    journal.call("look bucket " + bucket.name());
    return buckets.getOrDefault(bucket.name(), new BucketFact(false, true, "", false));
  }

  @Override
  public void ensure(ClusterRef cluster, Bucket bucket) {
    journal.call("ensure bucket " + bucket.name());
    BucketFact made = new BucketFact(true, true, bucket.region(), true);
    if (!made.equals(buckets.put(bucket.name(), made))) {
      journal.write("bucket " + bucket.name());
    }
  }

  @Override
  public RecordFact inspect(ClusterRef cluster, String zone, String name) {
    journal.call("look record");
    return record;
  }

  @Override
  public RecordFact ensure(
      ClusterRef cluster, String zone, String name, String target, int ttl, String replacing) {
    journal.call("ensure record");
    if (!record.target().equals(target)) {
      journal.write("record " + target + (replacing.isEmpty() ? "" : " replacing " + replacing));
    }
    record = new RecordFact(name, "CNAME", target, ttl, true);
    seenByResolvers = target;
    return record;
  }

  @Override
  public void awaitVisible(ClusterRef cluster, String name, String target) {
    journal.call("await record");
    if (!seenByResolvers.equals(target)) {
      throw Failures.notReady("%s does not lead to %s", name, target);
    }
  }

  private void with(Map<String, String> addons, List<String> admins, Map<String, String> roles) {
    controlPlane =
        new ControlPlaneFact(
            controlPlane.status(),
            controlPlane.ours(),
            controlPlane.version(),
            controlPlane.endpoint(),
            controlPlane.vpc(),
            controlPlane.uid(),
            controlPlane.identityProvider(),
            addons,
            admins,
            roles);
  }
}
