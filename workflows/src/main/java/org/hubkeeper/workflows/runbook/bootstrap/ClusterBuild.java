package org.hubkeeper.workflows.runbook.bootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hubkeeper.workflows.activity.ControlPlane;
import org.hubkeeper.workflows.activity.ControlPlane.ControlPlaneFact;
import org.hubkeeper.workflows.activity.Stacks;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.cluster.ClusterReader;
import org.hubkeeper.workflows.cluster.NodeGroupCreation;
import org.hubkeeper.workflows.cluster.Texts;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Addon;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterDefinition.NodeGroup;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * Step 00: the cluster itself.
 *
 * <ol>
 *   <li>Network and roles, then the control plane.
 *   <li>Access: Hubkeeper's own, and that of the admins; the cluster's uid is noted on it last.
 *   <li>Roles of service accounts, and the add-ons that nodes need to become ready.
 *   <li>Node groups, then the add-ons that need nodes.
 *   <li>A default storage class, and a claim that was bound and written.
 * </ol>
 */
final class ClusterBuild {

  /** Add-ons without which no node becomes ready. */
  private static final Set<String> BEFORE_NODES =
      Set.of("vpc-cni", "kube-proxy", "eks-pod-identity-agent");

  /** Node groups at work at the same time; each waits for machines, not for us. */
  private static final int AT_ONCE = 6;

  private final Steps steps;
  private final Blueprint blueprint;
  private final ClusterDefinition definition;
  private final Texts texts;
  private final Map<String, String> roles = new LinkedHashMap<>();
  private ClusterRef cluster;
  private StackFact stack;
  private ControlPlaneFact controlPlane;

  ClusterBuild(Steps steps, ClusterRef cluster, Blueprint blueprint, Texts texts) {
    this.steps = steps;
    this.cluster = cluster;
    this.blueprint = blueprint;
    this.definition = blueprint.definition();
    this.texts = texts;
  }

  /** Returns the cluster by the uid that was learned. */
  ClusterRef build() {
    steps.prove("00-cluster: network", this::network);
    steps.prove("00-cluster: control plane", this::controlPlane);
    access();
    steps.prove("00-cluster: roles", this::roles);
    steps.prove("00-cluster: add-ons for nodes", () -> addons(true));
    nodeGroups();
    steps.prove("00-cluster: add-ons", () -> addons(false));
    steps.prove("00-cluster: storage", this::storage);
    return cluster;
  }

  private String network() {
    Stacks stacks = steps.on(cluster, Stacks.class, Patience.CLOUD);
    StackFact found = stacks.inspect(cluster, definition);
    // By the plan, or because it died in this step and a person wants it tried again.
    if (found.dead() && found.ours()) {
      steps.note("removing what failed: " + found.reason());
      stacks.ensureDeadStackAbsent(cluster, definition);
    }
    stack = stacks.ensure(cluster, definition);
    texts.vpc(stack.outputs().getOrDefault("VPC", ""));
    return stack.name() + " is " + stack.status();
  }

  private String controlPlane() {
    controlPlane =
        steps.on(cluster, ControlPlane.class, Patience.CLUSTER).ensure(cluster, definition, stack);
    cluster = ClusterReader.known(cluster, controlPlane);
    return "Kubernetes " + controlPlane.version() + " is " + controlPlane.status();
  }

  /** For as long as Hubkeeper has no rights of its own, it is administrator. */
  private void access() {
    ControlPlane eks = steps.on(cluster, ControlPlane.class, Patience.API);
    steps.restoreOnAbort(
        "Take Hubkeeper's administrator rights back", () -> eks.ensureOwnAdmin(cluster, false));
    steps.prove("00-cluster: access", () -> access(eks));
    steps.restored();
  }

  private String access(ControlPlane eks) {
    Workloads workloads = steps.on(cluster, Workloads.class, Patience.API);
    eks.ensureAccess(cluster, definition.admins());
    if (lacking(workloads)) {
      eks.ensureOwnAdmin(cluster, true);
      if (cluster.uid().isEmpty()) {
        cluster = cluster.withUid(workloads.uid(cluster));
      }
      workloads.ensureOwnRights(cluster);
    }
    // A run that was terminated may have left it.
    eks.ensureOwnAdmin(cluster, false);
    workloads.checkOwnRights(cluster);
    eks.ensureUid(cluster, cluster.uid());
    int admins = definition.admins().size();
    return admins
        + (admins == 1 ? " admin" : " admins")
        + "; Hubkeeper has its rights and no others";
  }

  private boolean lacking(Workloads workloads) {
    return controlPlane.uid().isEmpty()
        || steps.orElse(
            () -> {
              workloads.checkOwnRights(cluster);
              return false;
            },
            told -> true);
  }

  private String roles() {
    ControlPlane eks = steps.on(cluster, ControlPlane.class, Patience.API);
    if (ClusterReader.identities(blueprint).stream()
        .anyMatch(one -> one.kind() == Identity.Kind.IRSA)) {
      eks.ensureIdentityProvider(cluster);
    }
    for (Identity identity : texts.identities(definition.identities())) {
      roles.put(identity.key(), eks.ensureIdentity(cluster, identity));
    }
    texts.roles(roles);
    return roles.isEmpty() ? "none" : "taken by " + String.join(", ", roles.keySet());
  }

  private String addons(boolean beforeNodes) {
    ControlPlane eks = steps.on(cluster, ControlPlane.class, Patience.CLOUD);
    List<Addon> addons =
        definition.addons().stream()
            .filter(addon -> BEFORE_NODES.contains(addon.name()) == beforeNodes)
            .toList();
    for (Addon addon : addons) {
      steps.note(addon.name());
      eks.ensureAddon(cluster, addon, roles);
    }
    return addons.isEmpty()
        ? "none"
        : String.join(", ", addons.stream().map(Addon::name).toList()) + " active";
  }

  private void nodeGroups() {
    NodeGroupCreation creation = new NodeGroupCreation(steps, cluster, stack);
    steps.forEach(
        "00-cluster: node groups",
        definition.nodeGroups(),
        AT_ONCE,
        NodeGroup::name,
        creation::create);
  }

  private String storage() {
    Workloads workloads = steps.on(cluster, Workloads.class, Patience.CLOUD);
    workloads.ensureStorageClass(cluster);
    return workloads.proveStorage(cluster);
  }
}
