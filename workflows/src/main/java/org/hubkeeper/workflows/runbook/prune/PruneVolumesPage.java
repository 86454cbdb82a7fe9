package org.hubkeeper.workflows.runbook.prune;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.hubkeeper.workflows.activity.Volumes.Outcome;
import org.hubkeeper.workflows.model.ClusterRef;

/** A page of a prune, as a run of its own, so that the history of the whole stays small. */
@WorkflowInterface
public interface PruneVolumesPage {

  /** What a page does with its volumes. */
  enum Work {
    SNAPSHOT,
    DELETE
  }

  /**
   * One page.
   *
   * @param askFirst clusters whose claims are looked at just before each deletion
   * @param snapshots volumes that may only go with a snapshot
   * @param ours volumes that name the cluster as theirs, so that another's silence keeps them not
   */
  record Page(
      ClusterRef cluster,
      List<ClusterRef> askFirst,
      Work work,
      int number,
      List<String> volumes,
      List<String> snapshots,
      List<String> ours,
      double timeFactor) {}

  @WorkflowMethod(name = "PruneVolumesPage")
  List<Outcome> run(Page page);
}
