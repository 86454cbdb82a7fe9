package org.hubkeeper.workflows.runbook.addnodegroup;

import java.util.List;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Change.Verb;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Plan;

/**
 * What is to be done for one node group.
 *
 * @param digest of the autoscaler's chart, when its release is upgraded; else empty
 */
record AddNodeGroupPlan(
    List<Change> changes, List<Finding> findings, List<String> notes, String digest)
    implements Plan {

  AddNodeGroupPlan {
    changes = List.copyOf(changes);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  boolean destructive() {
    return changes.stream().anyMatch(change -> change.verb() == Verb.REPLACE);
  }
}
