package org.hubkeeper.workflows.runbook.upgrade;

import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.activity.NodePools.Kind;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Plan;
import org.hubkeeper.workflows.model.KubeVersion;
import org.hubkeeper.workflows.model.UpgradePolicy.Role;
import org.hubkeeper.workflows.model.UpgradePolicy.Update;

/** From where a cluster is to where it shall be, hop by hop. */
record UpgradePlan(List<Hop> hops, List<Finding> findings, List<String> notes) implements Plan {

  UpgradePlan {
    hops = List.copyOf(hops);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /**
   * A move of the control plane and what follows it before the next.
   *
   * @param from the same as {@code to} where only what has stayed behind is caught up
   * @param components that follow the version, by name
   */
  record Hop(
      KubeVersion from,
      KubeVersion to,
      List<AddonMove> addons,
      List<String> components,
      List<PoolMove> pools) {
    Hop {
      addons = List.copyOf(addons);
      components = List.copyOf(components);
      pools = List.copyOf(pools);
    }

    boolean moves() {
      return !from.equals(to);
    }

    List<PoolMove> pools(Role role) {
      return pools.stream().filter(pool -> pool.role() == role).toList();
    }

    List<Change> changes() {
      List<Change> changes = new ArrayList<>();
      if (moves()) {
        changes.add(new Change(Verb.UPDATE, "control plane", from + " to " + to));
      }
      addons.forEach(addon -> changes.add(addon.change(to)));
      components.forEach(
          name -> changes.add(new Change(Verb.UPDATE, "component " + name, "for " + to)));
      pools.forEach(pool -> changes.add(pool.change()));
      return changes;
    }
  }

  /** An add-on's version for a hop. */
  record AddonMove(String name, String version) {
    Change change(KubeVersion minor) {
      return new Change(Verb.UPDATE, "add-on " + name, "to " + version + " for " + minor);
    }
  }

  /**
   * A pool's move.
   *
   * @param copy name of the pool that takes its place; its own where it is updated in place
   */
  record PoolMove(
      String pool,
      String copy,
      KubeVersion from,
      KubeVersion to,
      Kind kind,
      Role role,
      Update update) {

    boolean copies() {
      return !copy.equals(pool);
    }

    Change change() {
      String path = from + " to " + to + ", ";
      if (copies()) {
        return new Change(Verb.REPLACE, "pool " + pool, path + "by " + copy + ", " + emptied());
      }
      String how =
          kind == Kind.PROVISIONED ? "by its own provisioner" : "in place, by the cloud's update";
      return new Change(Verb.UPDATE, "pool " + pool, path + how);
    }

    private String emptied() {
      return role == Role.USER ? "once its last user has left" : "drained";
    }
  }

  @Override
  public List<Change> changes() {
    return hops.stream().flatMap(hop -> hop.changes().stream()).toList();
  }

  /** What is left once the first hop is done. */
  UpgradePlan afterFirst() {
    return new UpgradePlan(hops.subList(1, hops.size()), List.of(), notes);
  }

  /** Whether something that the hub's people would miss is removed. */
  boolean destructive() {
    return hops.stream().anyMatch(hop -> hop.pools().stream().anyMatch(PoolMove::copies));
  }
}
