package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.Map;
import org.hubkeeper.workflows.model.ClusterDefinition;
import org.hubkeeper.workflows.model.ClusterRef;

/** The network and the roles of a cluster, as one unit that is made and removed together. */
@ActivityInterface(namePrefix = "Stacks.")
public interface Stacks {

  /**
   * A stack as it is.
   *
   * @param status CloudFormation's own word, empty when there is none
   * @param ours whether it carries the cluster's tag by Hubkeeper
   * @param reason why it failed, when it did: the first resource that did and what AWS said
   * @param outputs what later steps need: {@code VPC}, {@code SubnetsPublic}, {@code
   *     SubnetsPrivate} (with commas), {@code SecurityGroup}, {@code ServiceRoleARN}, {@code
   *     NodeRoleARN}
   */
  record StackFact(
      String name,
      String status,
      boolean ours,
      String reason,
      boolean same,
      Map<String, String> outputs) {

    public StackFact {
      outputs = Map.copyOf(outputs);
    }

    /** There and whole. */
    public boolean complete() {
      return status.endsWith("_COMPLETE")
          && !status.contains("ROLLBACK")
          && !status.contains("DELETE");
    }

    /** Can never be continued, only removed. */
    public boolean dead() {
      return status.equals("ROLLBACK_COMPLETE")
          || status.equals("ROLLBACK_FAILED")
          || status.equals("CREATE_FAILED")
          || status.equals("DELETE_FAILED");
    }
  }

  /**
   * Looks at the cluster's stack; {@code same} tells whether its template is the one that the
   * definition would give today.
   */
  StackFact inspect(ClusterRef cluster, ClusterDefinition definition);

  /** Returns once the stack is complete. A stack that can't be continued is REJECTED. */
  StackFact ensure(ClusterRef cluster, ClusterDefinition definition);

  /** Returns once a stack that never came to life is gone; DRIFTED when it is alive or not ours. */
  void ensureDeadStackAbsent(ClusterRef cluster, ClusterDefinition definition);
}
