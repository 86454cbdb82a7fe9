package org.hubkeeper.workflows.runbook.bootstrap;

import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Plan;

/**
 * What is to be made, continued, repaired or removed, so that there is the cluster of the
 * definition with its components.
 *
 * @param notes cost, time, and what a changed release would look like
 * @param digests by component, of the charts that were found: what is installed is exactly that
 * @param replacing where the host name leads now, when that is not ours and is replaced; or empty
 */
record BootstrapPlan(
    List<Change> changes,
    List<Finding> findings,
    List<String> notes,
    Map<String, String> digests,
    String replacing)
    implements Plan {

  BootstrapPlan {
    changes = List.copyOf(changes);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
    digests = Map.copyOf(digests);
  }

  /** Whether anything is removed that is there. */
  boolean destructive() {
    return changes.stream()
        .anyMatch(change -> change.verb() == Verb.DELETE || change.verb() == Verb.REPLACE);
  }
}
