package org.hubkeeper.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterRef;

/** What in a cluster would hold up or be hurt by moving its nodes. Lists hold at most 200 lines. */
@ActivityInterface(namePrefix = "Disruptions.")
public interface Disruptions {

  /**
   * An admission webhook that would refuse or delay requests.
   *
   * @param name {@code validating|mutating CONFIGURATION/WEBHOOK}
   * @param service {@code namespace/name}, or its URL
   * @param fails whether its failure refuses the request ({@code failurePolicy: Fail})
   * @param about what it is asked about, as {@code pods, nodes}
   * @param problem why it can't answer: no endpoints, no such service, an expired CA
   */
  record WebhookFact(String name, String service, boolean fails, String about, String problem) {}

  /**
   * A PodDisruptionBudget that allows none of its pods to go now.
   *
   * @param owner {@code Deployment/hub} or the like, by the pods that it selects; empty when none
   * @param rule as {@code minAvailable 1}
   * @param pools pools on whose nodes its pods are
   */
  record BudgetFact(
      String namespace,
      String name,
      String owner,
      String rule,
      int pods,
      int healthy,
      List<String> pools) {
    public BudgetFact {
      pools = List.copyOf(pools);
    }
  }

  /**
   * A workload with one replica: it is down while its pod moves.
   *
   * @param name {@code namespace/Deployment/hub}
   * @param pool where its pod is
   */
  record SingleFact(String name, String pool) {}

  /**
   * A pod that may take long to end.
   *
   * @param workload {@code namespace/kind/name} that owns it
   */
  record SlowFact(String workload, String pool, int graceSeconds) {}

  /**
   * The newest completed backup.
   *
   * @param tool what makes backups, as {@code velero}; empty: none is installed
   * @param completed {@link Instant#EPOCH} when there is none
   */
  record BackupFact(String tool, String name, Instant completed) {}

  /**
   * An owner other than Hubkeeper by an object's marks, as {@code argocd}.
   *
   * @param object what carries the mark, as {@code cluster-tools/Deployment/autoscaler}
   * @param evidence the label, annotation or tag
   */
  record OwnerFact(String tool, String object, String evidence) {}

  /** Webhooks that can't answer now; those that can are left out. */
  List<WebhookFact> webhooks(ClusterRef cluster);

  /** Budgets that allow nothing now, of pods on any node. */
  List<BudgetFact> budgets(ClusterRef cluster);

  /** Deployments and StatefulSets with one replica. */
  List<SingleFact> singles(ClusterRef cluster);

  /** Workloads with more than ten minutes of grace; servers of users left out. */
  List<SlowFact> slow(ClusterRef cluster);

  /** Looks for backups of the whole cluster. */
  BackupFact backup(ClusterRef cluster);

  /** GitOps tools and the like that would undo what a person changes; at most one line a tool. */
  List<OwnerFact> owners(ClusterRef cluster);
}
