package org.hubkeeper.workflows.runbook.bootstrap;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.cluster.ClusterFacts;
import org.hubkeeper.workflows.cluster.ClusterFacts.ComponentFact;
import org.hubkeeper.workflows.cluster.ComponentPlanner;
import org.hubkeeper.workflows.cluster.Cost;
import org.hubkeeper.workflows.cluster.Draft;
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
  private final Draft draft = new Draft();
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
    slice.frozen(now).ifPresent(why -> draft.findings.add(new Finding("FREEZE_WINDOW", true, why)));
    draft.findings.addAll(facts.findings());
    judge();
    if (scope.cluster()) {
      cluster();
    } else {
      attached();
    }
    scope.asked().forEach(this::component);
    String replacing = name();
    if (!draft.changes.isEmpty()) {
      draft.notes.addAll(0, Cost.of(blueprint.definition(), ingress().isPresent()));
      draft.notes.add(String.format(Locale.ROOT, "expect about %d minutes", minutes));
    }
    return new BootstrapPlan(draft.changes, draft.findings, draft.notes, digests(), replacing);
  }

  /** What is wrong with the wishes themselves. */
  private void judge() {
    Shares shares = Shares.in(blueprint.components());
    draft.findings.addAll(shares.findings());
    draft.findings.addAll(Pools.findings(blueprint.definition().nodeGroups(), shares.usual()));
    Priorities.in(blueprint.components())
        .ifPresent(
            priorities ->
                draft.findings.addAll(
                    priorities.findings(
                        slice.ref().name(), Pools.users(blueprint.definition().nodeGroups()))));
    Map<String, String> releases = new LinkedHashMap<>();
    Set<String> before = new LinkedHashSet<>();
    for (Component component : blueprint.components()) {
      String release = component.namespace() + "/" + component.release();
      String other = releases.putIfAbsent(release, component.name());
      if (other != null) {
        draft.block(
            "RELEASE_SHARED",
            component.name() + " and " + other + " would both be release " + release);
      }
      for (String need : component.needs()) {
        if (!before.contains(need)) {
          draft.block(
              "NEEDS_ORDER",
              component.name() + " needs " + need + ", which is not among those before it");
        }
      }
      before.add(component.name());
    }
  }

  private void cluster() {
    new ClusterPlanner(slice.ref(), blueprint, facts, draft).plan();
    for (Change change : draft.changes) {
      minutes += change.target().startsWith("cluster ") ? 12 : change.verb() == Verb.CREATE ? 1 : 2;
    }
  }

  /** Components alone need a cluster that lets Hubkeeper in. */
  private void attached() {
    if (!facts.inside().open()) {
      draft.block(
          "CLUSTER_MISSING",
          "there is no cluster yet that lets Hubkeeper in; build " + Scope.CLUSTER + " first");
    }
  }

  private void component(Component component) {
    Optional<String> needless = scope.needless(component);
    if (needless.isPresent()) {
      draft.notes.add(component.name() + " is skipped: " + needless.get());
      return;
    }
    int before = draft.changes.size();
    new ComponentPlanner(component, facts, draft).plan();
    minutes += draft.changes.size() == before ? 1 : 3;
    Set<String> planned = new LinkedHashSet<>();
    scope.components().forEach(one -> planned.add(one.name()));
    for (String need : component.needs()) {
      ComponentFact needed = facts.components().get(need);
      if (!planned.contains(need) && needed != null && !installed(needed)) {
        draft.block(
            "NEEDS_MISSING", component.name() + " needs " + need + ", which is not installed");
      }
    }
  }

  private static boolean installed(ComponentFact fact) {
    return fact.release().state() == State.SAME || fact.release().state() == State.DIFFERENT;
  }

  /** Returns what the name leads to, when that is somebody else's and is replaced. */
  private String name() {
    if (ingress().filter(Component::publishes).filter(scope.components()::contains).isEmpty()) {
      return "";
    }
    if (blueprint.host().isEmpty()) {
      draft.block("HOST_MISSING", "the ingress shall be published, but the cluster has no host");
      return "";
    }
    String now = facts.name().target();
    String wanted = facts.inside().loadBalancer();
    String target = "name " + blueprint.host();
    String how = Publication.byHand(blueprint) ? ", which a person publishes" : "";
    if (now.isEmpty()) {
      draft.change(Verb.CREATE, target, "leads to the ingress's load balancer" + how);
    } else if (!now.equals(wanted)) {
      Verb verb = facts.name().ours() ? Verb.UPDATE : Verb.REPLACE;
      draft.change(verb, target, "leads to " + now + ", then to the ingress's load balancer" + how);
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
}
