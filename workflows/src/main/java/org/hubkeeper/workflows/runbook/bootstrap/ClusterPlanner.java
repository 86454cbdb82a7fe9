package org.hubkeeper.workflows.runbook.bootstrap;

import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.ControlPlane.ControlPlaneFact;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.cluster.ClusterFacts;
import org.hubkeeper.workflows.cluster.ClusterReader;
import org.hubkeeper.workflows.cluster.Draft;
import org.hubkeeper.workflows.cluster.NodeGroupPlanner;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterDefinition.Addon;
import org.hubkeeper.workflows.model.ClusterDefinition.Admin;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterRef;

/**
 * Decides what is to be done for the cluster itself. Pure.
 *
 * <ol>
 *   <li>What is not there is made; what was left half-made is continued.
 *   <li>A stack or a node group that can never come to life is removed first.
 *   <li>What is not ours is never touched: a cluster, stack or node group of that name blocks.
 *   <li>What runs and differs from the definition is told, for other runbooks change it.
 * </ol>
 */
final class ClusterPlanner {

  private final ClusterRef cluster;
  private final Blueprint blueprint;
  private final ClusterDefinition definition;
  private final ClusterFacts facts;
  private final Draft draft;

  ClusterPlanner(ClusterRef cluster, Blueprint blueprint, ClusterFacts facts, Draft draft) {
    this.cluster = cluster;
    this.blueprint = blueprint;
    this.definition = blueprint.definition();
    this.facts = facts;
    this.draft = draft;
  }

  void plan() {
    identity();
    stack();
    controlPlane();
    inside();
    NodeGroupPlanner groups = new NodeGroupPlanner(facts.nodeGroups(), draft);
    definition.nodeGroups().forEach(groups::plan);
    storage();
  }

  private void identity() {
    if (!definition.name().equals(cluster.name())
        || !definition.region().equals(cluster.region())) {
      draft.block(
          "DEFINITION_OF_ANOTHER",
          "the definition is of %s in %s, the fleet file's cluster is %s in %s",
          definition.name(),
          definition.region(),
          cluster.name(),
          cluster.region());
    }
    String uid = facts.controlPlane().uid();
    if (!cluster.uid().isEmpty() && !uid.equals(cluster.uid())) {
      draft.block(
          "CLUSTER_MISMATCH",
          "the fleet file names a cluster with uid %s, but %s; take the line uid out of the fleet"
              + " file to build a new one",
          cluster.uid(),
          uid.isEmpty() ? "there is none" : "there is one with uid " + uid);
    }
  }

  private void stack() {
    StackFact stack = facts.stack();
    boolean cluster = facts.controlPlane().exists();
    if (stack.status().isEmpty()) {
      if (cluster) {
        draft.block("STACK_MISSING", "the cluster is there, but not the stack with its network");
      }
      draft.change(
          Verb.CREATE,
          "stack " + stack.name(),
          "network %s in %s, roles",
          definition.network().cidr(),
          String.join(", ", definition.network().zones()));
    } else if (!stack.ours()) {
      draft.block("STACK_NOT_OURS", "somebody else has a stack %s", stack.name());
    } else if (stack.dead()) {
      draft.change(
          Verb.DELETE,
          "stack " + stack.name(),
          "which failed (%s): %s",
          stack.status(),
          stack.reason());
      draft.change(Verb.CREATE, "stack " + stack.name(), "the same once more");
    } else if (!stack.complete()) {
      draft.change(Verb.UPDATE, "stack " + stack.name(), "go on with what is %s", stack.status());
    } else if (!stack.same()) {
      draft.block(
          "STACK_DIFFERS",
          "stack %s was made from another template, and the network of a living cluster is not"
              + " changed; put vpc and availabilityZones of the definition back",
          stack.name());
    }
  }

  private void controlPlane() {
    ControlPlaneFact found = facts.controlPlane();
    if (!found.exists()) {
      draft.change(Verb.CREATE, "cluster " + cluster, "Kubernetes %s", definition.version());
      return;
    }
    if (!found.ours()) {
      draft.block(
          "CLUSTER_NOT_OURS",
          "EKS has a cluster %s that Hubkeeper did not make; choose another name",
          cluster);
      return;
    }
    String vpc = facts.stack().outputs().getOrDefault("VPC", found.vpc());
    if (!found.vpc().isEmpty() && !found.vpc().equals(vpc)) {
      draft.block("CLUSTER_ELSEWHERE", "the cluster is in %s, its stack made %s", found.vpc(), vpc);
    }
    switch (found.status()) {
      case "ACTIVE", "UPDATING" -> {}
      case "FAILED", "DELETING" ->
          draft.block(
              "CLUSTER_FAILED",
              "EKS says that the cluster is %s; it must be gone before a new one is made",
              found.status());
      default ->
          draft.change(Verb.UPDATE, "cluster " + cluster, "go on with what is %s", found.status());
    }
    if (!found.version().isEmpty() && !found.version().equals(definition.version())) {
      draft.warn(
          "VERSION_DIFFERS",
          "the cluster has Kubernetes %s, the definition says %s; an upgrade is a procedure of its"
              + " own",
          found.version(),
          definition.version());
    }
  }

  private void inside() {
    ControlPlaneFact found = facts.controlPlane();
    if (found.uid().isEmpty()) {
      draft.change(Verb.CREATE, "access", "Hubkeeper's own, with the rights that it ships with");
    } else if (!facts.inside().rights().isEmpty()) {
      draft.change(Verb.UPDATE, "access", "Hubkeeper's own rights: %s", facts.inside().rights());
    }
    for (Admin admin : definition.admins()) {
      if (!found.admins().contains(admin.principal())) {
        draft.change(Verb.CREATE, "access", "of %s", admin.principal());
      }
    }
    List<Identity> identities = ClusterReader.identities(blueprint);
    if (!found.identityProvider()
        && identities.stream().anyMatch(one -> one.kind() == Identity.Kind.IRSA)) {
      draft.change(
          Verb.CREATE, "identity provider", "so that IAM trusts the cluster's service accounts");
    }
    for (Identity identity : definition.identities()) {
      if (!found.identities().containsKey(identity.key())) {
        draft.change(Verb.CREATE, "role", "for service account %s", identity.key());
      }
    }
    definition.addons().forEach(addon -> addon(addon, found.addons()));
    boolean agent =
        definition.addons().stream().anyMatch(a -> a.name().equals("eks-pod-identity-agent"));
    if (!agent && identities.stream().anyMatch(i -> i.kind() == Identity.Kind.POD_IDENTITY)) {
      draft.block(
          "POD_IDENTITY_AGENT",
          "service accounts get their roles by Pod Identity, but the definition lacks the add-on"
              + " eks-pod-identity-agent");
    }
  }

  private void addon(Addon addon, Map<String, String> there) {
    String found = there.getOrDefault(addon.name(), "");
    if (found.isEmpty()) {
      draft.change(
          Verb.CREATE,
          "add-on " + addon.name(),
          addon.version().isEmpty() ? "in EKS's default version" : addon.version());
    } else if (found.endsWith("_FAILED")) {
      draft.block(
          "ADDON_FAILED",
          "add-on %s is %s; cure that and delete the add-on in EKS",
          addon.name(),
          found);
    } else if (!found.endsWith(" ACTIVE")) {
      draft.change(Verb.UPDATE, "add-on " + addon.name(), "go on with what is %s", found);
    } else if (!addon.version().isEmpty() && !found.startsWith(addon.version() + " ")) {
      draft.change(Verb.UPDATE, "add-on " + addon.name(), "%s, now %s", addon.version(), found);
    }
  }

  private void storage() {
    if (!facts.inside().storage() && facts.inside().rights().isEmpty()) {
      draft.change(Verb.CREATE, "storage class gp3", "as the only default class");
    }
  }
}
