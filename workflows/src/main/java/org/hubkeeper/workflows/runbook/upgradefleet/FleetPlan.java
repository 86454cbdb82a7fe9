package org.hubkeeper.workflows.runbook.upgradefleet;

import java.util.List;
import org.hubkeeper.workflows.kernel.Change;
import org.hubkeeper.workflows.kernel.Finding;
import org.hubkeeper.workflows.kernel.Plan;

/** Which clusters are upgraded in which wave. */
record FleetPlan(List<Change> changes, List<Finding> findings, List<String> notes) implements Plan {

  FleetPlan {
    changes = List.copyOf(changes);
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }
}
