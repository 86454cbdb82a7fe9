package org.hubkeeper.workflows.cluster;

import java.util.List;
import java.util.Map;
import org.hubkeeper.workflows.activity.Buckets.BucketFact;
import org.hubkeeper.workflows.activity.Charts.ChartFact;
import org.hubkeeper.workflows.activity.Charts.ReleaseFact;
import org.hubkeeper.workflows.activity.Charts.State;
import org.hubkeeper.workflows.activity.ControlPlane.ControlPlaneFact;
import org.hubkeeper.workflows.activity.Dns.RecordFact;
import org.hubkeeper.workflows.activity.NodeGroups.NodeGroupFact;
import org.hubkeeper.workflows.activity.Stacks.StackFact;
import org.hubkeeper.workflows.kernel.Finding;

/**
 * A cluster, and what runs on it, as it was found.
 *
 * @param inside what was found by its own API; {@link Inside#CLOSED} when it could not be asked
 * @param components by name, those that were looked at
 * @param findings what makes it impossible or unwise to build
 */
public record ClusterFacts(
    StackFact stack,
    ControlPlaneFact controlPlane,
    List<NodeGroupFact> nodeGroups,
    Inside inside,
    Name name,
    Map<String, ComponentFact> components,
    List<Finding> findings) {

  public ClusterFacts {
    nodeGroups = List.copyOf(nodeGroups);
    components = Map.copyOf(components);
    findings = List.copyOf(findings);
  }

  ClusterFacts with(Map<String, ComponentFact> looked) {
    return new ClusterFacts(stack, controlPlane, nodeGroups, inside, name, looked, findings);
  }

  /**
   * What only the cluster itself can tell.
   *
   * @param open whether it can be asked: it is there, and Hubkeeper has been let in
   * @param rights what Hubkeeper may not do there although it should; empty when all is well
   * @param storage whether the default storage class is the wanted one
   * @param loadBalancer address of the ingress, empty when there is none
   */
  public record Inside(boolean open, String rights, boolean storage, String loadBalancer) {
    static final Inside CLOSED = new Inside(false, "", false, "");
  }

  /**
   * The cluster's host name.
   *
   * @param target where it leads, empty when nowhere
   * @param ours whether Hubkeeper made the record
   */
  public record Name(String target, boolean ours) {
    static final Name NONE = new Name("", true);

    static Name of(RecordFact fact) {
      return new Name(fact.target(), fact.ours() || fact.target().isEmpty());
    }
  }

  /**
   * A component.
   *
   * @param chart null when it can't be found
   * @param missingSecrets Secrets that are absent or lack an entry
   * @param buckets by name
   * @param openTasks types of the tasks that are still to be done
   * @param unreadable why it can't be told how it is; empty when it can
   */
  public record ComponentFact(
      ChartFact chart,
      ReleaseFact release,
      List<String> missingSecrets,
      Map<String, BucketFact> buckets,
      List<String> openTasks,
      String unreadable) {

    static final ReleaseFact ABSENT = new ReleaseFact(State.ABSENT, "", 0, "", "");

    public ComponentFact {
      missingSecrets = List.copyOf(missingSecrets);
      buckets = Map.copyOf(buckets);
      openTasks = List.copyOf(openTasks);
    }
  }
}
