package org.hubkeeper.workflows.kernel;

import java.util.List;

/**
 * What a runbook intends to do. Each runbook has its own record type; this is the part that every
 * approver sees and that the plan's hash covers.
 */
public interface Plan {

  /** In the order in which people read them; details hold no times, ages or costs. */
  List<Change> changes();

  List<Finding> findings();

  /** Figures for people that may differ from one reading to the next, such as costs. */
  default List<String> notes() {
    return List.of();
  }
}
