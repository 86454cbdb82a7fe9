package org.hubkeeper.workflows.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hubkeeper.workflows.activity.Blueprints;
import org.hubkeeper.workflows.activity.Charts;
import org.hubkeeper.workflows.activity.ControlPlane;
import org.hubkeeper.workflows.activity.ControlPlane.ControlPlaneFact;
import org.hubkeeper.workflows.activity.Dns;
import org.hubkeeper.workflows.activity.NodeGroups;
import org.hubkeeper.workflows.activity.NodeGroups.NodeGroupFact;
import org.hubkeeper.workflows.activity.Stacks;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.activity.Workloads;
import org.hubkeeper.workflows.cluster.ClusterFacts.ComponentFact;
import org.hubkeeper.workflows.cluster.ClusterFacts.Inside;
import org.hubkeeper.workflows.cluster.ClusterFacts.Name;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Input;
import org.hubkeeper.workflows.kernel.Patience;
import org.hubkeeper.workflows.kernel.Steps;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterDefinition.Identity;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.Component;

/** Reads what there is of a cluster. Changes nothing. */
public final class ClusterReader {

  private final Steps steps;
  private final ClusterRef cluster;
  private final Blueprint blueprint;
  private final List<Component> components;

  /** Looks at these components, and at the cluster that they are on. */
  public ClusterReader(
      Steps steps, ClusterRef cluster, Blueprint blueprint, List<Component> components) {
    this.steps = steps;
    this.cluster = cluster;
    this.blueprint = blueprint;
    this.components = List.copyOf(components);
  }

  /** What the fleet file wants built; what is wrong with that fails the run as bad input. */
  public static Blueprint blueprint(Steps steps, ClusterRef cluster) {
    Blueprints blueprints = steps.here(Blueprints.class, Patience.API);
    return steps.callOr(
        "Read the definition",
        () -> blueprints.read(cluster.name()),
        told -> {
          throw Input.wrong("definition of " + cluster, told.message());
        });
  }

  /** All identities of a blueprint, those of the cluster's own add-ons first. */
  public static List<Identity> identities(Blueprint blueprint) {
    List<Identity> all = new ArrayList<>(blueprint.definition().identities());
    blueprint.components().forEach(component -> all.addAll(component.identities()));
    return all;
  }

  /** The cluster by the uid that was noted on it. */
  public static ClusterRef known(ClusterRef cluster, ControlPlaneFact controlPlane) {
    boolean noted = cluster.uid().isEmpty() && !controlPlane.uid().isEmpty();
    return noted ? cluster.withUid(controlPlane.uid()) : cluster;
  }

  /** Looks at everything. */
  public ClusterFacts read() {
    ClusterFacts found = steps.call("Look at the cluster", this::cluster);
    ClusterRef ref = known(cluster, found.controlPlane());
    Texts texts = texts(ref, blueprint, found);
    Map<String, ComponentFact> looked =
        steps.call("Look at the components", () -> components(ref, found.inside(), texts));
    return found.with(looked);
  }

  /** What stands for the placeholders on a cluster that was looked at. */
  public static Texts texts(ClusterRef cluster, Blueprint blueprint, ClusterFacts facts) {
    return new Texts(cluster, blueprint)
        .vpc(facts.controlPlane().vpc())
        .version(
            facts.controlPlane().exists()
                ? facts.controlPlane().version()
                : blueprint.definition().version())
        .roles(facts.controlPlane().identities())
        .loadBalancer(facts.inside().loadBalancer());
  }

  private ClusterFacts cluster() {
    List<Finding> findings = new ArrayList<>();
    StackFact stack = on(Stacks.class).inspect(cluster, blueprint.definition());
    String vpc = stack.outputs().getOrDefault("VPC", "");
    List<Identity> identities =
        new Texts(cluster, blueprint).vpc(vpc).identities(identities(blueprint));
    ControlPlaneFact controlPlane = on(ControlPlane.class).inspect(cluster, identities);
    List<NodeGroupFact> groups = on(NodeGroups.class).list(cluster);
    ClusterRef ref = known(cluster, controlPlane);
    steps.note("asking the cluster itself");
    Inside inside = inside(ref, controlPlane, findings);
    steps.note("asking who leads to " + blueprint.host());
    Name name = name(inside, findings);
    steps.note("checking what is needed");
    findings.addAll(checks(ref, controlPlane, groups));
    return new ClusterFacts(stack, controlPlane, groups, inside, name, Map.of(), findings);
  }

  private Inside inside(ClusterRef ref, ControlPlaneFact controlPlane, List<Finding> findings) {
    // Its uid is noted last, once Hubkeeper had been let in.
    if (!controlPlane.exists() || controlPlane.uid().isEmpty()) {
      return Inside.CLOSED;
    }
    Workloads workloads = on(Workloads.class);
    String rights =
        steps.orElse(
            () -> {
              look(Workloads.class).checkOwnRights(ref);
              return "";
            },
            told -> {
              // To be let in again is a part of building; all else is not cured by it.
              if (told.kind() != FailureKind.FORBIDDEN && told.kind() != FailureKind.CREDENTIALS) {
                String code =
                    told.kind() == FailureKind.DRIFTED ? "CLUSTER_MISMATCH" : "CLUSTER_UNREACHABLE";
                findings.add(new Finding(code, true, told.message()));
              }
              return told.message();
            });
    if (!rights.isEmpty()) {
      return new Inside(false, rights, false, "");
    }
    String address =
        ingress()
            .map(one -> workloads.loadBalancer(ref, one.namespace(), one.publishedService().get()))
            .orElse("");
    return new Inside(true, "", workloads.storageClassIsDefault(ref), address);
  }

  private Name name(Inside inside, List<Finding> findings) {
    if (blueprint.host().isEmpty()
        || ingress().filter(Component::publishes).filter(components::contains).isEmpty()) {
      return Name.NONE;
    }
    Dns dns = look(Dns.class);
    if (Publication.byHand(blueprint)) {
      return inside.loadBalancer().isEmpty()
          ? Name.NONE
          : steps.orElse(
              () -> {
                steps
                    .on(cluster, Dns.class, Patience.PROBE)
                    .awaitVisible(cluster, blueprint.host(), inside.loadBalancer());
                return new Name(inside.loadBalancer(), true);
              },
              told -> Name.NONE);
    }
    return steps.orElse(
        () -> Name.of(dns.inspect(cluster, blueprint.dns().zone(), blueprint.host())),
        told -> {
          findings.add(new Finding("DNS_ZONE", true, told.message()));
          return Name.NONE;
        });
  }

  private List<Finding> checks(
      ClusterRef ref, ControlPlaneFact controlPlane, List<NodeGroupFact> groups) {
    List<Finding> findings =
        new ArrayList<>(on(Charts.class).check(ref, blueprint.host(), components));
    List<String> there = groups.stream().map(NodeGroupFact::name).toList();
    boolean builds =
        !controlPlane.exists()
            || blueprint.definition().nodeGroups().stream()
                .anyMatch(group -> !there.contains(group.name()));
    if (builds) {
      findings.addAll(on(ControlPlane.class).check(ref, blueprint.definition()));
    }
    return findings;
  }

  private Map<String, ComponentFact> components(ClusterRef ref, Inside inside, Texts texts) {
    ComponentReader reader = new ComponentReader(steps, ref, inside.open(), texts);
    Map<String, ComponentFact> facts = new LinkedHashMap<>();
    for (Component component : components) {
      steps.note(component.name());
      facts.put(component.name(), reader.read(component));
    }
    return facts;
  }

  private Optional<Component> ingress() {
    return Publication.ingress(blueprint);
  }

  private <T> T on(Class<T> activities) {
    return steps.on(cluster, activities, Patience.API);
  }

  /** For what a plan can do without. */
  private <T> T look(Class<T> activities) {
    return steps.on(cluster, activities, Patience.LOOK);
  }
}
