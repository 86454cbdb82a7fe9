package org.hubkeeper.workflows.runbook.bootstrap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.cluster.ClusterFacts;
import org.hubkeeper.workflows.cluster.ClusterFacts.ComponentFact;
import org.hubkeeper.workflows.cluster.Cost;
import org.hubkeeper.workflows.cluster.Pools;
import org.hubkeeper.workflows.cluster.Priorities;
import org.hubkeeper.workflows.cluster.Publication;
import org.hubkeeper.workflows.cluster.Shares;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.model.Blueprint;
import org.hubkeeper.workflows.model.ClusterSlice;
import org.hubkeeper.workflows.model.Component;

/**
 * Decides what a run has to do. Pure: blueprint and facts in, plan out.
 *
 * <ol>
 *   <li>The definition and its components are judged, also where nothing is to be changed.
 *   <li>The cluster: {@link ClusterPlanner}. Then each component: {@link ComponentPlanner}.
 *   <li>The host name is published once the ingress has an address.
 *   <li>Cost and time are told; they are not part of what is approved.
 * </ol>
 */
final class BootstrapPlanner {

  private final ClusterSlice slice;
  private final Blueprint blueprint;
  private final Scope scope;
  private final ClusterFacts facts;
  private final List<Change> changes = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int minutes;

  private BootstrapPlanner(
      ClusterSlice slice, Blueprint blueprint, Scope scope, ClusterFacts facts) {
    this.slice = slice;
    this.blueprint = blueprint;
    this.scope = scope;
    this.facts = facts;
  }

  static BootstrapPlan plan(
      ClusterSlice slice, Blueprint blueprint, Scope scope, ClusterFacts facts, Instant now) {
    return new BootstrapPlanner(slice, blueprint, scope, facts).plan(now);
  }

  private BootstrapPlan plan(Instant now) {
    slice.frozen(now).ifPresent(why -> findings.add(new Finding("FREEZE_WINDOW", true, why)));
    findings.addAll(facts.findings());
    judge();
    List<String> failedGroups = scope.cluster() ? cluster() : attached();
    scope.components().forEach(this::component);
    String replacing = name();
    if (!changes.isEmpty()) {
      notes.addAll(0, Cost.of(blueprint.definition(), ingress().isPresent()));
      notes.add(String.format(Locale.ROOT, "expect about %d minutes", minutes));
    }
    return new BootstrapPlan(
        changes,
        findings,
        notes,
        digests(),
        scope.cluster() && facts.stack().ours() && facts.stack().dead(),
        failedGroups,
        replacing);
  }

  /** What is wrong with the wishes themselves. */
  private void judge() {
    Shares shares = Shares.in(blueprint.components());
    findings.addAll(shares.findings());
    findings.addAll(Pools.findings(blueprint.definition().nodeGroups(), shares.usual()));
    Priorities.in(blueprint.components())
        .ifPresent(
            priorities ->
                findings.addAll(
                    priorities.findings(
                        slice.ref().name(), Pools.users(blueprint.definition().nodeGroups()))));
    Map<String, String> releases = new LinkedHashMap<>();
    Set<String> before = new LinkedHashSet<>();
    for (Component component : blueprint.components()) {
      String release = component.namespace() + "/" + component.release();
      String other = releases.putIfAbsent(release, component.name());
      if (other != null) {
        block(
            "RELEASE_SHARED",
            component.name() + " and " + other + " would both be release " + release);
      }
      for (String need : component.needs()) {
        if (!before.contains(need)) {
          block(
              "NEEDS_ORDER",
              component.name() + " needs " + need + ", which is not among those before it");
        }
      }
      before.add(component.name());
    }
  }

  private List<String> cluster() {
    ClusterPlanner planner = new ClusterPlanner(slice.ref(), blueprint, facts);
    planner.plan();
    changes.addAll(planner.changes());
    findings.addAll(planner.findings());
    for (Change change : planner.changes()) {
      minutes += change.target().startsWith("cluster ") ? 12 : change.verb() == Verb.CREATE ? 1 : 2;
    }
    return planner.failedGroups();
  }

  /** Components alone need a cluster that lets Hubkeeper in. */
  private List<String> attached() {
    if (!facts.inside().open()) {
      block(
          "CLUSTER_MISSING",
          "there is no cluster yet that lets Hubkeeper in; build " + Scope.CLUSTER + " first");
    }
    return List.of();
  }

  private void component(Component component) {
    ComponentPlanner planner = new ComponentPlanner(component, facts);
    planner.plan();
    changes.addAll(planner.changes());
    findings.addAll(planner.findings());
    notes.addAll(planner.notes());
    minutes += planner.changes().isEmpty() ? 1 : 3;
    Set<String> planned = new LinkedHashSet<>();
    scope.components().forEach(one -> planned.add(one.name()));
    for (String need : component.needs()) {
      ComponentFact needed = facts.components().get(need);
      if (!planned.contains(need) && needed != null && !installed(needed)) {
        block("NEEDS_MISSING", component.name() + " needs " + need + ", which is not installed");
      }
    }
  }

  private static boolean installed(ComponentFact fact) {
    return fact.release().state() == State.SAME || fact.release().state() == State.DIFFERENT;
  }

  /** Returns what the name leads to, when that is somebody else's and is replaced. */
  private String name() {
    boolean asked = ingress().filter(scope.components()::contains).isPresent();
    if (!asked || blueprint.host().isEmpty()) {
      return "";
    }
    String now = facts.name().target();
    String wanted = facts.inside().loadBalancer();
    String target = "name " + blueprint.host();
    String how = Publication.byHand(blueprint) ? ", which a person publishes" : "";
    if (now.isEmpty()) {
      change(Verb.CREATE, target, "leads to the ingress's load balancer" + how);
    } else if (!now.equals(wanted)) {
      Verb verb = facts.name().ours() ? Verb.UPDATE : Verb.REPLACE;
      change(verb, target, "leads to " + now + ", then to the ingress's load balancer" + how);
      return facts.name().ours() ? "" : now;
    }
    return "";
  }

  private Optional<Component> ingress() {
    return Publication.ingress(blueprint);
  }

  private Map<String, String> digests() {
    Map<String, String> digests = new LinkedHashMap<>();
    facts
        .components()
        .forEach(
            (name, fact) -> {
              if (fact.chart() != null) {
                digests.put(name, fact.chart().digest());
              }
            });
    return digests;
  }

  private void change(Verb verb, String target, String detail) {
    changes.add(new Change(verb, target, detail));
  }

  private void block(String code, String message) {
    findings.add(new Finding(code, true, message));
  }
}
