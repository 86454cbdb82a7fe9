package org.hubkeeper.activities.aws.upgrade;

import java.time.Instant;
import java.util.List;
import org.hubkeeper.activities.aws.Author;
import org.hubkeeper.workflows.kernel.FailureKind;
import org.hubkeeper.workflows.kernel.Failures;
import org.hubkeeper.workflows.model.ClusterRef;
import org.hubkeeper.workflows.model.KubeVersion;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Cluster;
import software.amazon.awssdk.services.eks.model.ClusterStatus;
import software.amazon.awssdk.services.eks.model.InsightStatusValue;
import software.amazon.awssdk.services.eks.model.InsightSummary;
import software.amazon.awssdk.services.eks.model.InvalidStateException;
import software.amazon.awssdk.services.eks.model.Update;
import software.amazon.awssdk.services.eks.model.UpdateClusterVersionRequest;
import software.amazon.awssdk.services.eks.model.UpdateParamType;

/** Moves a control plane by one minor version, up or, within EKS's week, down again. */
final class ControlPlaneUpdate {

  /** EKS gives a rollback up by itself after that; its own default. */
  private static final int ROLLBACK_MINUTES = 720;

  private final EksClient eks;
  private final ClusterRef cluster;
  private final Author author;
  private final OneUpdate update;

  ControlPlaneUpdate(EksClient eks, ClusterRef cluster, Author author, Instant ordered) {
    this.eks = eks;
    this.cluster = cluster;
    this.author = author;
    this.update =
        new OneUpdate(
            UpdateLog.ofCluster(eks, cluster),
            "control plane of " + cluster,
            ordered,
            "nothing to do: it takes about ten minutes, at most an hour");
  }

  /** Never with the override for unresolved insights. */
  void ensure(KubeVersion from, KubeVersion to) {
    move(from, to, UpdateClusterVersionRequest.builder().force(false));
  }

  /** Nodes, add-ons and all that is stored stay as they are. */
  void rollBack(KubeVersion from, KubeVersion to) {
    move(
        from,
        to,
        UpdateClusterVersionRequest.builder()
            .rollbackConfig(config -> config.timeoutMinutes(ROLLBACK_MINUTES)));
  }

  private void move(KubeVersion from, KubeVersion to, UpdateClusterVersionRequest.Builder request) {
    if (Math.abs(to.ahead(from)) != 1 || to.major() != from.major()) {
      throw Failures.of(
          FailureKind.REJECTED, "%s to %s is not one minor version".formatted(from, to), null);
    }
    Cluster found = eks.describeCluster(r -> r.name(cluster.name())).cluster();
    requireAtRest(found);
    KubeVersion now = KubeVersion.parse(found.version());
    if (now.equals(to)) {
      return;
    }
    if (!now.equals(from)) {
      throw Failures.of(
          FailureKind.DRIFTED,
          "the control plane of %s is at %s; this step was to bring it from %s to %s; plan again"
              .formatted(cluster, now, from, to),
          null);
    }
    throw update.request(one -> leadsTo(one, to), () -> send(request, to));
  }

  private Update send(UpdateClusterVersionRequest.Builder request, KubeVersion to) {
    try {
      return eks.updateClusterVersion(
              request
                  .name(cluster.name())
                  .version(to.toString())
                  .clientRequestToken(author.token("version " + to))
                  .build())
          .update();
    } catch (InvalidStateException e) {
      throw Failures.of(
          FailureKind.REJECTED,
          "EKS refuses to bring %s to %s while its insights have errors: %s; see to them and retry"
              .formatted(cluster, to, errors(to)),
          null);
    }
  }

  /** By name, of whichever direction. */
  private List<String> errors(KubeVersion to) {
    return eks
        .listInsightsPaginator(
            r ->
                r.clusterName(cluster.name())
                    .filter(filter -> filter.statuses(InsightStatusValue.ERROR)))
        .insights()
        .stream()
        .filter(one -> to.toString().equals(one.kubernetesVersion()))
        .map(InsightSummary::name)
        .toList();
  }

  private void requireAtRest(Cluster found) {
    if (found.status() == ClusterStatus.UPDATING) {
      throw update.running();
    }
    if (found.status() != ClusterStatus.ACTIVE) {
      throw Failures.of(
          FailureKind.REJECTED,
          "%s is %s, so its version can't be changed".formatted(cluster, found.statusAsString()),
          null);
    }
  }

  private static boolean leadsTo(Update one, KubeVersion to) {
    return UpdateLog.movesVersion(one)
        && UpdateLog.to(one, UpdateParamType.VERSION).equals(to.toString());
  }
}
