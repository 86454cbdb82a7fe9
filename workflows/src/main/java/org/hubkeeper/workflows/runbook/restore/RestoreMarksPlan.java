package org.hubkeeper.workflows.runbook.restore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hubkeeper.workflows.activity.NodePools.Mark;
import org.hubkeeper.workflows.activity.NodePools.PoolFact;
import org.hubkeeper.workflows.activity.Nodes.PoolNodes;
import org.hubkeeper.workflows.cluster.Draft;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Plan;
import org.hubkeeper.workflows.model.ClusterSlice;

/**
 * What is to be given back.
 *
 * @param nodes pools whose nodes are opened
 * @param growth pools that get their bounds back
 */
record RestoreMarksPlan(
    List<Change> changes, List<Finding> findings, List<String> nodes, List<String> growth)
    implements Plan {

  RestoreMarksPlan {
    changes = List.copyOf(changes);
    findings = List.copyOf(findings);
    nodes = List.copyOf(nodes);
    growth = List.copyOf(growth);
  }

  /** Pure. */
  static RestoreMarksPlan of(
      ClusterSlice slice, List<PoolNodes> inside, List<PoolFact> pools, Instant now) {
    Draft draft = new Draft();
    slice.frozen(now).ifPresent(why -> draft.block("FREEZE_WINDOW", why));
    List<String> nodes = new ArrayList<>();
    for (PoolNodes pool : inside) {
      if (!pool.marks().isEmpty()) {
        nodes.add(pool.pool());
        draft.change(Verb.UPDATE, "nodes of pool " + pool.pool(), "%s", told(pool.marks()));
      }
    }
    List<String> growth = new ArrayList<>();
    for (PoolFact pool : pools) {
      if (pool.growth().there()) {
        growth.add(pool.name());
        draft.change(Verb.UPDATE, "pool " + pool.name(), "%s", told(List.of(pool.growth())));
      }
    }
    return new RestoreMarksPlan(draft.changes, draft.findings, nodes, growth);
  }

  private static String told(List<Mark> marks) {
    return String.join(
        "; ",
        marks.stream()
            .map(mark -> "again %s, as before run %s".formatted(mark.former(), mark.run()))
            .toList());
  }
}
