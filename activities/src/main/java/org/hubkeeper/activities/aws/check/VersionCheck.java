package org.hubkeeper.activities.aws.check;

import java.time.ZoneOffset;
import java.util.List;
import org.hubkeeper.workflows.model.ClusterDefinition;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ClusterVersionInformation;

/** Whether EKS makes clusters of the wanted version, and until when it supports it. */
final class VersionCheck {

  private final EksClient eks;
  private final String version;
  private final Asking asking;

  VersionCheck(EksClient eks, ClusterDefinition definition, Asking asking) {
    this.eks = eks;
    this.version = definition.version();
    this.asking = asking;
  }

  void check(Missing missing) {
    if (missing.cluster()) {
      asking.ask("the Kubernetes version", "eks:DescribeClusterVersions", this::offered);
    }
  }

  private void offered() {
    List<ClusterVersionInformation> known =
        eks.describeClusterVersionsPaginator(request -> {}).clusterVersions().stream().toList();
    known.stream()
        .filter(one -> one.clusterVersion().equals(version))
        .findFirst()
        .ifPresentOrElse(this::support, () -> unknown(known));
  }

  private void support(ClusterVersionInformation found) {
    if (found.endOfStandardSupportDate() != null) {
      asking.advise(
          "KUBERNETES_SUPPORT",
          "EKS has standard support for Kubernetes %s until %s; after that the control plane costs"
              + " more",
          version,
          found.endOfStandardSupportDate().atZone(ZoneOffset.UTC).toLocalDate());
    }
  }

  private void unknown(List<ClusterVersionInformation> known) {
    asking.block(
        "KUBERNETES_VERSION",
        "metadata.version: EKS makes no clusters of Kubernetes %s; it offers %s",
        version,
        known.stream().map(ClusterVersionInformation::clusterVersion).sorted().toList());
  }
}
